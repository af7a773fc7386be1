package dev.weir.cli;

import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The late records that operators behind the source have dropped since the job started last.
 *
 * @param byOperator those that dropped any
 * @param unchecked why it isn't known; null if it is
 */
record Drops(Map<String, Long> byOperator, @Nullable String unchecked) {

    Drops {
        byOperator = new TreeMap<>(byOperator);
        byOperator.values().removeIf(dropped -> dropped == 0);
    }

    static Drops of(Optional<JobRecord> job, Pipelines pipelines) {
        if (job.isEmpty()) {
            return new Drops(Map.of(), "this Weir doesn't know the pipeline's job");
        }
        try {
            return pipelines
                    .drops(job.get())
                    .map(drops -> new Drops(drops, null))
                    .orElseGet(() -> new Drops(Map.of(), "the job doesn't run"));
        } catch (ServerUnavailableException e) {
            return new Drops(Map.of(), e.getMessage());
        }
    }

    boolean isNone() {
        return byOperator.isEmpty();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        byOperator.forEach((operator, dropped) -> lines.add(
                "  DROPPED  " + operator + " has dropped " + dropped + " late records since the job started"));
        return lines;
    }
}
