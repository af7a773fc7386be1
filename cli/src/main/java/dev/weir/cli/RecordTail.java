package dev.weir.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the committed records of a topic, in all its partitions, without a consumer group. Not thread-safe. */
final class RecordTail implements AutoCloseable {

    /** Where to begin. */
    enum From {
        /** With the oldest record that is kept. */
        BEGINNING,
        /** With what comes next. */
        END
    }

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param kafka bootstrap servers
     * @throws CommandFailure if the topic doesn't exist
     */
    RecordTail(String kafka, String topic, From from) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic, List.of());
        if (partitions.isEmpty()) {
            consumer.close();
            throw new CommandFailure(
                    ExitCode.NOT_FOUND, "There is no topic '" + topic + "' in Kafka at " + kafka + ".");
        }
        List<TopicPartition> all = partitions.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(Collectors.toList());
        consumer.assign(all);
        switch (from) {
            case BEGINNING -> consumer.seekToBeginning(all);
            case END -> consumer.seekToEnd(all);
        }
        // The position is looked up now, so that what comes after this constructor is not missed.
        all.forEach(consumer::position);
    }

    /** What has come, after waiting up to {@code longest} for something to come. */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration longest) {
        return StreamSupport.stream(consumer.poll(longest).spliterator(), false).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
