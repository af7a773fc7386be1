package dev.weir.pipeline.query;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;

/** The Flink in this process that runs queries. It takes a second to start, so it starts while the rest is made ready. */
final class QueryCluster implements AutoCloseable {

    private static final int SLOTS = 2;

    private final CompletableFuture<MiniCluster> flink = new CompletableFuture<>();

    QueryCluster() {
        Thread starter = new Thread(this::start, "query-cluster-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void start() {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                // A second one for the query that follows one that is still being cancelled.
                .setNumSlotsPerTaskManager(SLOTS)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .withRandomPorts()
                .build());
        try {
            cluster.start();
            flink.complete(cluster);
        } catch (Exception e) {
            flink.completeExceptionally(e);
        }
    }

    MiniCluster flink() throws QueryFailedException, InterruptedException {
        try {
            return flink.get();
        } catch (ExecutionException e) {
            throw new QueryFailedException(
                    "Flink can't be started in this process: " + e.getCause().getMessage(), false, e.getCause());
        }
    }

    @Override
    public void close() {
        flink.thenAccept(MiniCluster::closeAsync);
    }
}
