package dev.weir.streams;

/** What the results of a pipeline wait for. */
public enum Latency {
    /** For the commit of the checkpoint that covers them: each is there exactly once. */
    COMMIT,

    /**
     * For nothing: each is there as soon as it is computed, at least once. After a failure those since the last checkpoint
     * come again, so each written stream must tell repeats, by its key or its identity. Dead letters and the ledger are
     * exactly once nevertheless.
     */
    LOW
}
