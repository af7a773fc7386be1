package dev.weir.contract.publish;

import dev.weir.contract.ContractException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts in force, followed as they change. They stand in the compacted topic {@value #TOPIC}, one record per
 * stream.
 *
 * <p>One thread polls and closes; {@link #current()} may be called from any.
 */
public final class ContractLog implements AutoCloseable {

    public static final String TOPIC = "weir.contracts";

    private static final Logger LOG = LoggerFactory.getLogger(ContractLog.class);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private volatile Map<String, PublishedContract> current = Map.of();

    private ContractLog(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Like {@link #follow(Map)}, without security. */
    public static ContractLog follow(String bootstrapServers) throws KafkaUnavailableException {
        return follow(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Reads the log up to its present end, so that {@link #current()} has every contract that was published before this
     * call. Makes the topic if it isn't there.
     *
     * @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs
     * @throws KafkaUnavailableException if a question to Kafka isn't answered within 15 s (so after at most a minute)
     */
    public static ContractLog follow(Map<String, ?> kafka) throws KafkaUnavailableException {
        try (Topics topics = new Topics(kafka)) {
            topics.createContractLog();
        }
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        ContractLog log = new ContractLog(consumer);
        try {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            log.catchUp();
            return log;
        } catch (KafkaUnavailableException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** The contracts by stream, as of the last poll. Immutable. */
    public Map<String, PublishedContract> current() {
        return current;
    }

    /**
     * Takes in what was published since, waiting for at most {@code timeout}. While Kafka is away nothing changes.
     *
     * @return whether {@link #current()} has changed
     */
    public boolean poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        if (records.isEmpty()) {
            return false;
        }
        Map<String, PublishedContract> changed = new HashMap<>(current);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            apply(record, changed);
        }
        current = Map.copyOf(changed);
        return true;
    }

    /** Polls up to what is the end of the log at the time of the call. */
    void catchUp() throws KafkaUnavailableException {
        long deadline = System.nanoTime() + CATCH_UP_TIMEOUT.toNanos();
        try {
            long end = consumer.endOffsets(List.of(PARTITION), CATCH_UP_TIMEOUT).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION, CATCH_UP_TIMEOUT) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("Not at the end after " + CATCH_UP_TIMEOUT);
                }
                poll(CATCH_UP_POLL);
            }
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The contract log (topic " + TOPIC + ") can't be read", e);
        }
    }

    private static void apply(ConsumerRecord<byte[], byte[]> record, Map<String, PublishedContract> contracts) {
        String stream = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            contracts.remove(stream);
            return;
        }
        try {
            contracts.put(stream, ContractLogRecord.read(stream, record.value()));
        } catch (ContractException e) {
            LOG.error(
                    "Contract can't be read, its stream keeps the one before. Is the log written by a newer Weir?"
                            + " stream={} topic={} offset={}",
                    stream,
                    TOPIC,
                    record.offset(),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
