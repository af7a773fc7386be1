package dev.weir.pipeline.testing;

import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.jspecify.annotations.Nullable;

/** A Flink in this process, without server, that runs one job after another. */
final class TestCluster implements AutoCloseable {

    private final MiniCluster flink;

    private TestCluster(MiniCluster flink) {
        this.flink = flink;
    }

    static TestCluster start() throws TestEngineException {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        configuration.set(MetricOptions.REPORTERS_LIST, "fates");
        configuration.setString("metrics.reporter.fates.factory.class", FateReporter.Factory.class.getName());
        MiniCluster flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .withRandomPorts()
                .build());
        try {
            flink.start();
        } catch (Exception e) {
            throw new TestEngineException("Flink can't be started in this process: " + e.getMessage(), e);
        }
        return new TestCluster(flink);
    }

    /** What makes a job independent of clocks: it checkpoints, restarts and marks time only when a test says so. */
    static Configuration withoutClocks() {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(10_000));
        configuration.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    /** @param savepoint to begin from; null to begin without state */
    TestJob submit(JobGraph job, @Nullable String savepoint) throws TestEngineException, InterruptedException {
        job.setJobID(new JobID());
        job.setSavepointRestoreSettings(
                savepoint == null
                        ? SavepointRestoreSettings.none()
                        : SavepointRestoreSettings.forPath(savepoint, false));
        return TestJob.start(flink, job);
    }

    @Override
    public void close() throws TestEngineException {
        try {
            flink.close();
        } catch (Exception e) {
            throw new TestEngineException("Flink in this process can't be stopped: " + e.getMessage(), e);
        }
    }
}
