package dev.weir.pipeline;

/** Hears what is being done, in the order in which it happens and on the caller's thread. */
@FunctionalInterface
public interface Progress {

    Progress SILENT = (step, detail) -> {};

    /** What may take a moment. */
    enum Step {
        CHECKING,
        PUBLISHING_CONTRACTS,
        PLANNING,
        TAKING_SAVEPOINT,
        SUBMITTING,
        /** The job is accepted and starts. */
        STARTED,
        STOPPED,
        /** A job that was gone is submitted again. */
        RECOVERING
    }

    /** @param detail the pipeline's name, or where its state is, for a person to read */
    void at(Step step, String detail);
}
