package dev.weir.benchmarks.lake;

/** What is compared. */
enum LakeWay {
    WEIR("weir", "Weir's delivery, one task"),
    PARQUET("parquet", "Iceberg's Parquet writer, one thread");

    private final String id;
    private final String title;

    LakeWay(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }
}
