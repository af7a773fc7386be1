package dev.weir.cli.metrics;

import dev.weir.pipeline.job.JobRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps counts from falling. After a restart a job's counts go on from its checkpoint, and so for a moment are lower than
 * before; Prometheus would take that for a counter that began anew, and count all of it twice. Not thread-safe.
 */
final class RisingCounts {

    private record Count(String job, long value) {}

    private final Map<String, Count> highest = new HashMap<>();

    /**
     * The value to show for a count.
     *
     * @param name tells the counts of a pipeline apart
     * @param now what was counted
     */
    long value(JobRecord job, String name, long now) {
        String key = job.pipeline() + ' ' + name;
        Count before = highest.get(key);
        boolean begunAnew = before != null && !before.job.equals(job.jobId()) && job.startedFrom() == null;
        long shown = before == null || begunAnew ? now : Math.max(before.value, now);
        highest.put(key, new Count(job.jobId(), shown));
        return shown;
    }
}
