package dev.weir.pipeline.job;

import org.jspecify.annotations.Nullable;

/** The state that a job must go on from is gone or can't be read. A person has to choose; the message says between what. */
public final class LostStateException extends JobRefusedException {

    public LostStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
