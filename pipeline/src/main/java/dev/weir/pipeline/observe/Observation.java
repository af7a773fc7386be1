package dev.weir.pipeline.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All pipelines at one moment.
 *
 * @param unreachable why something isn't known, by the address that didn't answer
 */
public record Observation(Instant at, List<PipelineObservation> pipelines, Map<String, String> unreachable) {

    public Observation {
        pipelines = List.copyOf(pipelines);
        unreachable = new TreeMap<>(unreachable);
    }
}
