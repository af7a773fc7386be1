package dev.weir.streams.fate;

/** What became of an event where it was read; exactly one each. docs/fates.md says which. */
public enum Fate {
    /** Within the declared disorder, and no repeat. */
    ON_TIME("on_time"),
    /** Older than that, or too old to tell whether it is a repeat. */
    LATE("late"),
    /** A repeat of an event that was read before. */
    DUPLICATE("duplicate"),
    /** Can't be decoded, breaks a rule, or is dated in the future. */
    DEAD("dead");

    private final String metric;

    Fate(String metric) {
        this.metric = metric;
    }

    /** The name under which it is counted. */
    public String metric() {
        return metric;
    }
}
