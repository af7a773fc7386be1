package dev.weir.pipeline.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that Flink has of a job; at most some seconds old.
 *
 * @param restarts how often Flink itself has started it again
 * @param completed checkpoints since the job was submitted
 * @param failed checkpoints since the job was submitted
 * @param newest the newest complete checkpoint; null if there is none yet
 * @param streams what its operators say of streams
 */
public record JobMetrics(
        long restarts,
        long completed,
        long failed,
        @Nullable Checkpoint newest,
        List<StreamMetric> streams) {

    /** The name of the metric with the least watermark of a stream's subtasks, in milliseconds since 1970. */
    public static final String WATERMARK = "watermark";

    public JobMetrics {
        streams = List.copyOf(streams);
    }

    /**
     * A complete checkpoint.
     *
     * @param at when it was complete
     * @param duration from its trigger until then
     * @param bytes the size of the state that it refers to
     */
    public record Checkpoint(Instant at, Duration duration, long bytes) {}

    /**
     * One number of a stream.
     *
     * @param name as of {@code StreamMetrics}, parts separated by dots; or {@link #WATERMARK}
     * @param value the sum over all subtasks, of {@link #WATERMARK} the least
     */
    public record StreamMetric(String stream, String name, double value) {}
}
