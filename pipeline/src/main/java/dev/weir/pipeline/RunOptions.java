package dev.weir.pipeline;

/**
 * How to run a pipeline.
 *
 * @param allowDroppedState true to go on when state of the running job has no place in the new plan: it is lost
 */
public record RunOptions(boolean allowDroppedState) {

    public static final RunOptions DEFAULT = new RunOptions(false);
}
