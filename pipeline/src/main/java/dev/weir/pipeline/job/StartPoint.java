package dev.weir.pipeline.job;

/**
 * The state from which a job starts.
 *
 * @param path URI of a checkpoint or savepoint
 * @param owned true if the job may delete it once it has newer ones: its own checkpoints, never a savepoint
 * @param mayDropState true if state that no operator claims is left behind rather than refused
 */
public record StartPoint(String path, boolean owned, boolean mayDropState) {}
