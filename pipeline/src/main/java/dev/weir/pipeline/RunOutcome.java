package dev.weir.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code run} did. */
public sealed interface RunOutcome {

    String pipeline();

    String jobId();

    /** The streams that it writes in the place of those that its SQL names, by these; empty if it isn't a fork. */
    Map<String, String> forks();

    /** It runs already, and just like this; nothing was done. */
    record Unchanged(String pipeline, String jobId, Map<String, String> forks) implements RunOutcome {
        public Unchanged {
            forks = Map.copyOf(forks);
        }
    }

    /**
     * A job was submitted.
     *
     * @param startedFrom URI of the state that it continues; null if it began without
     * @param left URI of the newest state of the job before, if a person has chosen another; null if there is none
     */
    record Started(
            String pipeline,
            String jobId,
            Map<String, String> forks,
            @Nullable String startedFrom,
            @Nullable String left)
            implements RunOutcome {
        public Started {
            forks = Map.copyOf(forks);
        }
    }
}
