package dev.weir.streams.sink;

import dev.weir.streams.StreamsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Whether a Kafka cluster can keep the promise that results appear exactly once. To be asked before a job is run. */
public final class ExactlyOnceCheck {

    private static final String TRANSACTION_VERSION = "transaction.version";
    private static final short NEEDED_VERSION = 2;
    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

    private ExactlyOnceCheck() {}

    /**
     * What is wrong with the cluster, each with its remedy; empty if nothing.
     *
     * @throws ExecutionException if the cluster can't be asked: try again
     */
    public static List<String> problems(Admin admin, StreamsConfig config)
            throws ExecutionException, InterruptedException {
        List<String> problems = new ArrayList<>();
        int version = Optional.ofNullable(admin.describeFeatures()
                        .featureMetadata()
                        .get()
                        .finalizedFeatures()
                        .get(TRANSACTION_VERSION))
                .map(FinalizedVersionRange::maxVersionLevel)
                .orElse((short) 0);
        if (version < NEEDED_VERSION) {
            problems.add("Kafka's finalised feature " + TRANSACTION_VERSION + " is " + version
                    + " but exactly once needs "
                    + NEEDED_VERSION + ": without it a transaction can take in a record of the one before. Run"
                    + " kafka-features.sh --bootstrap-server " + config.bootstrapServers() + " upgrade --feature "
                    + TRANSACTION_VERSION + "=" + NEEDED_VERSION + ".");
        }
        long needed = config.transactionTimeout().toMillis();
        long allowed = maxTimeout(admin);
        if (allowed < needed) {
            problems.add("The broker's " + MAX_TIMEOUT + " is " + allowed + " but the sinks' transactions may last "
                    + needed + ". Raise it to an hour (3600000), or set a shorter transaction timeout.");
        }
        return problems;
    }

    private static long maxTimeout(Admin admin) throws ExecutionException, InterruptedException {
        Node broker = admin.describeCluster().nodes().get().iterator().next();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        return Long.parseLong(admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(MAX_TIMEOUT)
                .value());
    }
}
