package dev.weir.pipeline.observe;

import dev.weir.pipeline.PipelineStatus;
import dev.weir.pipeline.job.JobMetrics;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline at one moment.
 *
 * @param job what Flink says of it; null if Flink doesn't answer or doesn't know it
 * @param checkpoint null if there is none, or it can't be found
 * @param reads by name
 * @param writes by name; empty if Flink doesn't answer
 */
public record PipelineObservation(
        PipelineStatus status,
        @Nullable JobMetrics job,
        @Nullable CheckpointAge checkpoint,
        List<ReadStream> reads,
        List<WrittenStream> writes) {

    public PipelineObservation {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    public String pipeline() {
        return status.pipeline();
    }

    /** Empty unless the pipeline reads that stream. */
    public Stream<ReadStream> reading(String stream) {
        return reads.stream().filter(read -> read.stream().equals(stream));
    }
}
