package dev.weir.operate.fate;

/** What became of a record; docs/fates.md says when it is which. */
public enum Fate {
    ON_TIME("on time"),
    LATE("late"),
    DUPLICATE("duplicate"),
    DEAD("dead");

    private final String text;

    Fate(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
