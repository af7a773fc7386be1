package dev.weir.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How to run a pipeline.
 *
 * @param allowDroppedState true to go on when state of the running job has no place in the new plan: it is lost
 * @param from URI of the checkpoint or savepoint to restore; null to go on from the newest
 * @param outputs what becomes of what was written since {@code from}; null to be told before anything is done
 */
public record RunOptions(
        boolean allowDroppedState,
        @Nullable String from,
        @Nullable Outputs outputs) {

    public static final RunOptions DEFAULT = new RunOptions(false, null, null);

    /** What becomes of results that an older state would compute again. */
    public enum Outputs {
        /** They are written to the same streams a second time. */
        REPEAT,
        /** They are written to new streams, and what was written stays as it is. */
        FORK
    }
}
