package dev.weir.streams.source;

/** What became of an event where it was read; exactly one each. */
enum Fate {
    /** Within the declared disorder. */
    ON_TIME("on_time"),
    /** Older than that; used all the same by whoever can. */
    LATE("late"),
    /** A repeat of an event that was read before. */
    DUPLICATE("duplicate"),
    /** Can't be decoded or breaks a rule. */
    DEAD("dead");

    private final String metric;

    Fate(String metric) {
        this.metric = metric;
    }

    String metric() {
        return metric;
    }
}
