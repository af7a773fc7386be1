package dev.weir.contract.publish;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of streams. */
final class Topics implements AutoCloseable {

    private static final int MAX_REPLICATION = 3;
    private static final int TIMEOUT_MS = 15_000;

    private final Admin admin;

    /** @param kafka settings of Kafka clients */
    Topics(Map<String, ?> kafka) {
        Map<String, Object> settings = new LinkedHashMap<>(kafka);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.admin = Admin.create(settings);
    }

    /** How many partitions a topic has; empty if there is none. */
    OptionalInt partitions(String topic) throws KafkaUnavailableException {
        return find(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), "describe topic " + topic)
                .map(description -> OptionalInt.of(description.partitions().size()))
                .orElse(OptionalInt.empty());
    }

    /** Makes the topic be as the contract says: creates it, or adds partitions and sets what differs. */
    void apply(StreamContract contract) throws KafkaUnavailableException {
        Map<String, String> configs = configs(contract);
        OptionalInt partitions = partitions(contract.topic());
        if (partitions.isEmpty()) {
            create(contract.topic(), contract.partitions(), configs);
            return;
        }
        if (contract.partitions() > partitions.getAsInt()) {
            get(
                    admin.createPartitions(Map.of(contract.topic(), NewPartitions.increaseTo(contract.partitions())))
                            .all(),
                    "add partitions to topic " + contract.topic());
        }
        setConfigs(contract.topic(), configs);
    }

    /** Makes a compacted topic of one partition, if there is none of that name. */
    void createCompacted(String topic) throws KafkaUnavailableException {
        if (partitions(topic).isEmpty()) {
            create(topic, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
    }

    private void create(String topic, int partitions, Map<String, String> configs) throws KafkaUnavailableException {
        int brokers = get(admin.describeCluster().nodes(), "list the brokers").size();
        int replication = Math.min(MAX_REPLICATION, brokers);
        Map<String, String> all = new LinkedHashMap<>(configs);
        all.put(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(replication == MAX_REPLICATION ? MAX_REPLICATION - 1 : 1));
        NewTopic created = new NewTopic(topic, partitions, (short) replication).configs(all);
        try {
            get(admin.createTopics(List.of(created)).all(), "create topic " + topic);
        } catch (KafkaUnavailableException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void setConfigs(String topic, Map<String, String> wanted) throws KafkaUnavailableException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Collection<ConfigEntry> entries = get(
                        admin.describeConfigs(List.of(resource)).all(), "read the settings of topic " + topic)
                .get(resource)
                .entries();
        Map<String, String> actual = new LinkedHashMap<>();
        entries.forEach(entry -> actual.put(entry.name(), entry.value()));
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals(actual.get(name))) {
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
            }
        });
        if (changes.isEmpty()) {
            return;
        }
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all(), "change the settings of topic " + topic);
    }

    private static Map<String, String> configs(StreamContract contract) {
        Duration retention = contract.retention();
        String policy = TopicConfig.CLEANUP_POLICY_DELETE;
        if (contract.mode() != Mode.APPEND) {
            policy = retention == null
                    ? TopicConfig.CLEANUP_POLICY_COMPACT
                    : TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
        }
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, policy);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention == null ? -1 : retention.toMillis()));
        return configs;
    }

    private static <T> Optional<T> find(KafkaFuture<T> answer, String question) throws KafkaUnavailableException {
        try {
            return Optional.of(get(answer, question));
        } catch (KafkaUnavailableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> answer, String question) throws KafkaUnavailableException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(
                    "Kafka didn't " + question + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("Interrupted while waiting for Kafka to " + question, e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
