package dev.weir.pipeline;

import org.jspecify.annotations.Nullable;

/** What {@code recover} found about one pipeline, and did. */
public sealed interface Recovered {

    String pipeline();

    /** The cluster has it. */
    record Present(String pipeline) implements Recovered {}

    /**
     * The cluster had lost it; it was submitted again.
     *
     * @param from URI of the state that it goes on from; null if it never had any
     */
    record Resubmitted(
            String pipeline, String jobId, @Nullable String from) implements Recovered {}

    /** It isn't to run, or has ended. */
    record NotRunning(String pipeline, String why) implements Recovered {}

    /** It should run and doesn't; a person must look. The other pipelines were recovered all the same. */
    record Failed(String pipeline, String why) implements Recovered {}
}
