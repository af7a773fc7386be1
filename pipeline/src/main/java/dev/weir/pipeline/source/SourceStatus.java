package dev.weir.pipeline.source;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of one source.
 *
 * @param note what a person must know or do; null if it runs
 */
public record SourceStatus(
        String pipeline,
        String source,
        State state,
        @Nullable String note) {

    /** Whether a source brings rows into its streams. */
    public enum State {
        RUNNING,
        /** It starts, or takes the rows that are there. */
        STARTING,
        /** Its database can't be reached; it goes on by itself when that is there again. */
        WAITING,
        /** It stopped by itself, so that nothing is left out: {@link SourceStatus#note} says why. */
        FAILED,
        /** A person stopped it. */
        STOPPED
    }
}
