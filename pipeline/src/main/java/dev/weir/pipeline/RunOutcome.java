package dev.weir.pipeline;

import org.jspecify.annotations.Nullable;

/** What {@code run} did. */
public sealed interface RunOutcome {

    String pipeline();

    String jobId();

    /** It runs already, and just like this; nothing was done. */
    record Unchanged(String pipeline, String jobId) implements RunOutcome {}

    /**
     * A job was submitted.
     *
     * @param startedFrom URI of the state that it continues; null if it began without
     */
    record Started(String pipeline, String jobId, @Nullable String startedFrom) implements RunOutcome {}
}
