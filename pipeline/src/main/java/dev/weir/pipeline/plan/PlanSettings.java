package dev.weir.pipeline.plan;

import dev.weir.pipeline.project.StateStore;
import dev.weir.streams.Latency;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.jspecify.annotations.Nullable;

/**
 * How every job of a pipeline runs.
 *
 * @param pipeline its name
 * @param commit the checkpoint interval
 * @param latency what results wait for
 * @param parallelism at least 1
 * @param state where the state of SQL is
 * @param checkpoints URI of the folder for checkpoints; null to keep them in memory
 * @param rollUps whether views that can be are computed where their stream is read
 */
public record PlanSettings(
        String pipeline,
        Duration commit,
        Latency latency,
        int parallelism,
        StateStore state,
        @Nullable String checkpoints,
        boolean rollUps) {

    /** With low latency, how long a row waits for others before it is sent to the next task. */
    private static final Duration LONGEST_IN_BUFFER = Duration.ofMillis(1);

    public PlanSettings(
            String pipeline, Duration commit, Latency latency, int parallelism, @Nullable String checkpoints) {
        this(pipeline, commit, latency, parallelism, StateStore.DISK, checkpoints, true);
    }

    /** These settings, under which each view runs as the SQL that it is. */
    public PlanSettings withoutRollUps() {
        return new PlanSettings(pipeline, commit, latency, parallelism, state, checkpoints, false);
    }

    /** These settings, with the state of SQL there. */
    public PlanSettings with(StateStore store) {
        return new PlanSettings(pipeline, commit, latency, parallelism, store, checkpoints, rollUps);
    }

    /** Exactly once, checkpoints kept when the job ends, and restarts for ever with growing pauses. */
    public Configuration jobConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, pipeline);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, commit);
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, checkpoints == null ? "jobmanager" : "filesystem");
        if (checkpoints != null) {
            configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
        }
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        // What is not compressed, Flink reads back with a system call for each byte of a source's state.
        configuration.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
        if (state == StateStore.MEMORY) {
            configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        }
        if (latency == Latency.LOW) {
            configuration.set(ExecutionOptions.BUFFER_TIMEOUT_ENABLED, true);
            configuration.set(ExecutionOptions.BUFFER_TIMEOUT, LONGEST_IN_BUFFER);
        }
        return configuration;
    }
}
