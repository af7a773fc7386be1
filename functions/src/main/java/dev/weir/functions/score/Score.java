package dev.weir.functions.score;

/** What became of a row that was to be scored. */
sealed interface Score {

    /**
     * It was.
     *
     * @param values in the order of {@link ModelSpec#scores}; all are numbers
     * @param version of the model
     */
    record Scored(double[] values, String version) implements Score {}

    /** It wasn't, and passes without. The names are what SQL sees. */
    enum Unscored implements Score {
        /** No version could be loaded yet. */
        NO_MODEL,
        /** An input is null. */
        NULL_INPUT,
        /** It waited too long. */
        TIMEOUT,
        /** The model is still at a batch that has waited too long. */
        BUSY,
        /** The model refused the batch. */
        FAILED,
        /** The model said NaN or infinite. */
        NOT_A_NUMBER
    }
}
