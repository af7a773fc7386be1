package dev.weir.operate.log;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of a Kafka cluster. */
public final class KafkaCommittedLog implements CommittedLog {

    /** How long nothing may come while something must be there. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final long MOMENT_MILLIS = 3_000;

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    /**
     * @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs
     * @param patience how long {@link #awaitCommitted} waits
     */
    KafkaCommittedLog(Map<String, ?> kafka, Duration patience) {
        this.patience = patience;
        Map<String, Object> settings = new HashMap<>(kafka);
        // What is asked for is there. Else each partition would wait for the fetch that the one before has sent beyond
        // its end.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What retention takes away while it is read is gone; the reading goes on behind it.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        Map<String, Object> adminSettings = new HashMap<>(kafka);
        adminSettings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        adminSettings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        admin = Admin.create(adminSettings);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs */
    public static KafkaCommittedLog connect(Map<String, ?> kafka) {
        return new KafkaCommittedLog(kafka, PATIENCE);
    }

    @Override
    public Map<Integer, Extent> extents(String topic) throws KafkaUnavailableException {
        TopicDescription description;
        try {
            description = get(
                            admin.describeTopics(List.of(topic)).allTopicNames(),
                            "say what partitions " + topic + " has")
                    .get(topic);
        } catch (KafkaUnavailableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Map.of();
            }
            throw e;
        }
        List<TopicPartition> partitions = description.partitions().stream()
                .map(TopicPartitionInfo::partition)
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<TopicPartition, ListOffsetsResultInfo> starts =
                offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> committed =
                offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<Integer, Extent> extents = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            extents.put(
                    partition.partition(),
                    new Extent(
                            starts.get(partition).offset(),
                            committed.get(partition).offset(),
                            ends.get(partition).offset()));
        }
        return extents;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(
            List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
            throws KafkaUnavailableException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, spec));
        return get(
                admin.listOffsets(question, new ListOffsetsOptions(isolation)).all(), "say how far its partitions go");
    }

    @Override
    public boolean isCompacted(String topic) throws KafkaUnavailableException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get(admin.describeConfigs(List.of(resource)).all(), "give the settings of topic " + topic)
                .get(resource)
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value()
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Visitor visitor)
            throws KafkaUnavailableException, RegistryUnavailableException {
        TopicPartition source = new TopicPartition(topic, partition);
        try {
            consumer.assign(List.of(source));
            consumer.seek(source, from);
            long position = from;
            long silentSince = System.nanoTime();
            while (position < to) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() >= to) {
                        return;
                    }
                    visitor.record(new LogRecord(
                            record.offset(),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            Heartbeat.timeOf(record)));
                }
                long reached = consumer.position(source);
                if (reached > position) {
                    position = reached;
                    silentSince = System.nanoTime();
                } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
                    throw new KafkaUnavailableException(
                            "Kafka gave nothing of " + source + " from offset " + position + " for "
                                    + SILENCE.toSeconds() + " s, though there is something up to offset " + to,
                            new java.util.concurrent.TimeoutException());
                }
            }
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The topic " + topic + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> headers(String topic, int partition, long offset) throws KafkaUnavailableException {
        TopicPartition source = new TopicPartition(topic, partition);
        Extent extent = extents(topic).get(partition);
        Map<String, String> headers = new TreeMap<>();
        if (extent == null || offset < extent.start() || offset >= extent.committed()) {
            return headers;
        }
        try {
            consumer.assign(List.of(source));
            consumer.seek(source, offset);
            long end = System.nanoTime() + SILENCE.toNanos();
            while (consumer.position(source) <= offset && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() == offset) {
                        record.headers()
                                .forEach(header -> headers.put(
                                        header.key(),
                                        header.value() == null
                                                ? ""
                                                : new String(header.value(), StandardCharsets.UTF_8)));
                    }
                }
            }
            return headers;
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The topic " + topic + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean awaitCommitted(String topic, int partition, long offset) throws KafkaUnavailableException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Extent extent = extents(topic).get(partition);
            if (extent == null || extent.committed() >= offset) {
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            pause(ASK_AGAIN_MILLIS);
        }
    }

    @Override
    public void letTimePass() throws KafkaUnavailableException {
        pause(MOMENT_MILLIS);
    }

    private static void pause(long millis) throws KafkaUnavailableException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("Interrupted while waiting for a transaction to end", e);
        }
    }

    @Override
    public List<OpenTransaction> openTransactions(Set<String> topics, String pipeline)
            throws KafkaUnavailableException {
        return new OpenTransactions(admin).in(topics, pipeline, this);
    }

    static <T> T get(KafkaFuture<T> answer, String question) throws KafkaUnavailableException {
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
        consumer.close();
        admin.close();
    }
}
