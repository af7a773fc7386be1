package dev.weir.pipeline;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobRecord;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as the journal and its cluster see it.
 *
 * @param record what is wanted of it
 * @param actual what Flink says; null if Flink can't be asked or doesn't know the job
 * @param lastState URI of its newest complete checkpoint or savepoint; null if there is none or it can't be read
 * @param failure why it failed last; null if it runs or never did
 */
public record PipelineStatus(
        JobRecord record,
        @Nullable ClusterJobState actual,
        @Nullable String lastState,
        @Nullable String failure) {

    public String pipeline() {
        return record.pipeline();
    }
}
