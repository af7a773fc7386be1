package dev.weir.pipeline.job;

/** Flink refused or failed what was asked of a job, for a reason that trying again won't mend. Tell a person. */
public final class JobRefusedException extends Exception {

    public JobRefusedException(String message) {
        super(message);
    }

    public JobRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
