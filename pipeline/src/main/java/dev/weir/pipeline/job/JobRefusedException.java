package dev.weir.pipeline.job;

import org.jspecify.annotations.Nullable;

/** Flink refused or failed what was asked of a job, for a reason that trying again won't mend. Tell a person. */
public class JobRefusedException extends Exception {

    public JobRefusedException(String message) {
        super(message);
    }

    public JobRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
