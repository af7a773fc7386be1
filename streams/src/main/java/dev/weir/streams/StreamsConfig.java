package dev.weir.streams;

import dev.weir.contract.registry.RegistryConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How the streams of one pipeline are reached.
 *
 * @param bootstrapServers Kafka's {@code host:port}, several separated by commas
 * @param registry the Confluent-compatible schema registry
 * @param applicationId names this pipeline in this environment: {@code project-pipeline-environment}, never shared. It
 *     is the consumer group whose offsets show the lag, and begins every transactional id; letters, digits and
 *     {@code . _ -}
 * @param ledgerName as the ledger names it: the same, but for a fork, whose entries are its own
 * @param startPosition where reading begins when no state is restored
 * @param transactionTimeout how long an outage may last before Kafka aborts an open transaction, after which the job
 *     stops and says so; the broker's {@code transaction.max.timeout.ms} must allow it
 * @param latency what results wait for
 * @param kafkaProperties further settings for all Kafka clients, such as security
 */
public record StreamsConfig(
        String bootstrapServers,
        RegistryConfig registry,
        String applicationId,
        String ledgerName,
        StartPosition startPosition,
        Duration transactionTimeout,
        Latency latency,
        Map<String, String> kafkaProperties) {

    /** Below the hour that the local stack's broker and most clusters' settings for Flink allow. */
    public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(45);

    public StreamsConfig {
        if (!applicationId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("The application id expects letters, digits and '.', '_', '-' but is '"
                    + applicationId + "'. Name the pipeline and its environment with these.");
        }
        kafkaProperties = Map.copyOf(kafkaProperties);
    }

    public StreamsConfig(String bootstrapServers, RegistryConfig registry, String applicationId) {
        this(bootstrapServers, registry, applicationId, applicationId);
    }

    public StreamsConfig(String bootstrapServers, RegistryConfig registry, String applicationId, String ledgerName) {
        this(
                bootstrapServers,
                registry,
                applicationId,
                ledgerName,
                StartPosition.EARLIEST,
                DEFAULT_TRANSACTION_TIMEOUT,
                Latency.COMMIT,
                Map.of());
    }

    /** The same streams, whose results wait for this. */
    public StreamsConfig with(Latency other) {
        return new StreamsConfig(
                bootstrapServers,
                registry,
                applicationId,
                ledgerName,
                startPosition,
                transactionTimeout,
                other,
                kafkaProperties);
    }

    /** The settings of a Kafka client that reaches these streams, as a new object. */
    public Properties clientProperties() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrapServers);
        properties.putAll(kafkaProperties);
        return properties;
    }
}
