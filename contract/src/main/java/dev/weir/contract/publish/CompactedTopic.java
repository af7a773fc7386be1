package dev.weir.contract.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A compacted topic of one partition, followed as it changes. One thread calls all of it. */
public final class CompactedTopic implements AutoCloseable {

    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Listener listener;

    /** Is told each record, in the log's order, on the thread that polls. */
    public interface Listener {
        /**
         * @param key text; empty if the record has none
         * @param value null where the key has ended
         */
        void record(String key, byte @Nullable [] value, long offset);
    }

    private CompactedTopic(TopicPartition partition, Consumer<byte[], byte[]> consumer, Listener listener) {
        this.partition = partition;
        this.consumer = consumer;
        this.listener = listener;
    }

    /**
     * Reads the topic up to its present end. Makes it if it isn't there.
     *
     * @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs
     * @throws KafkaUnavailableException if a question to Kafka isn't answered within 15 s (so after at most a minute)
     */
    public static CompactedTopic follow(Map<String, ?> kafka, String topic, Listener listener)
            throws KafkaUnavailableException {
        try (Topics topics = new Topics(kafka)) {
            topics.createCompacted(topic);
        }
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        CompactedTopic followed = new CompactedTopic(
                new TopicPartition(topic, 0),
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                listener);
        try {
            followed.consumer.assign(List.of(followed.partition));
            followed.consumer.seekToBeginning(List.of(followed.partition));
            followed.catchUp();
            return followed;
        } catch (KafkaUnavailableException | RuntimeException e) {
            followed.close();
            throw e;
        }
    }

    /**
     * Takes in what was written since, waiting for at most {@code timeout}. While Kafka is away nothing comes.
     *
     * @return whether something came
     */
    public boolean poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            listener.record(key, record.value(), record.offset());
        }
        return !records.isEmpty();
    }

    /** Polls up to what is the end of the topic at the time of the call. */
    public void catchUp() throws KafkaUnavailableException {
        long deadline = System.nanoTime() + CATCH_UP_TIMEOUT.toNanos();
        try {
            long end = consumer.endOffsets(List.of(partition), CATCH_UP_TIMEOUT).getOrDefault(partition, 0L);
            while (consumer.position(partition, CATCH_UP_TIMEOUT) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("Not at the end after " + CATCH_UP_TIMEOUT);
                }
                poll(CATCH_UP_POLL);
            }
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The topic " + partition.topic() + " can't be read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
