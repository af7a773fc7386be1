package dev.weir.cli;

import dev.weir.contract.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the committed records of a topic, in all its partitions, without a consumer group. Not thread-safe. */
final class RecordTail implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param kafka bootstrap servers
     * @throws CommandFailure if the topic doesn't exist
     */
    RecordTail(String kafka, String topic, TailStart from) {
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
        if (from instanceof TailStart.Beginning) {
            consumer.seekToBeginning(all);
        } else if (from instanceof TailStart.At at) {
            seekTo(at.time(), all);
        } else {
            consumer.seekToEnd(all);
        }
        // The position is looked up now, so that what comes after this constructor is not missed.
        all.forEach(consumer::position);
    }

    private void seekTo(Instant time, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = offsets.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }

    /** What has come, heartbeats left out, after waiting up to {@code longest} for something to come. */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration longest) {
        return StreamSupport.stream(consumer.poll(longest).spliterator(), false)
                .filter(record -> !Heartbeat.is(record))
                .toList();
    }

    /** Gives no more records of this partition. */
    void leave(int partition) {
        consumer.pause(consumer.assignment().stream()
                .filter(assigned -> assigned.partition() == partition)
                .toList());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
