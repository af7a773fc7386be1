package dev.weir.pipeline.observe;

import dev.weir.contract.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far groups are behind streams, as Kafka alone tells it: whether anything of theirs runs makes no difference. Looks
 * at the first event that a group hasn't committed. Not thread-safe.
 */
public final class StreamLags implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(50);
    /** Enough for one small record; a larger one comes all the same. */
    private static final int FETCH_BYTES = 1 << 10;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public StreamLags(String bootstrapServers) {
        Map<String, Object> common = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "weir-lag",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis());
        Map<String, Object> reading = new HashMap<>(common);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        reading.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 32 << 10);
        admin = Admin.create(common);
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * By stream; a stream without a topic is left out.
     *
     * @throws TimeoutException if Kafka can't be reached
     */
    public Map<String, Lag> of(String group, Set<String> streams, Instant now)
            throws TimeoutException, ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(streams);
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return lags(positions(partitions, committed), ends, now);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new TimeoutException(e.getMessage());
        } catch (KafkaException e) {
            throw new ExecutionException(e);
        }
    }

    /**
     * How many records of streams aren't contained in committed results, in all; heartbeats and transactions' markers count
     * as well. Reads none of them, so it may be asked often.
     *
     * @throws TimeoutException if Kafka can't be reached
     */
    public long records(String group, Set<String> streams)
            throws TimeoutException, ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(streams);
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> positions = positions(partitions, committed);
            return partitions.stream()
                    .mapToLong(partition -> Math.max(0, ends.get(partition) - positions.get(partition)))
                    .sum();
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new TimeoutException(e.getMessage());
        } catch (KafkaException e) {
            throw new ExecutionException(e);
        }
    }

    /** Where a group stands: not before the first record that is still there. */
    private Map<TopicPartition, Long> positions(
            List<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = committed.get(partition);
            long begin = begins.get(partition);
            positions.put(partition, known == null ? begin : Math.max(begin, known.offset()));
        }
        return positions;
    }

    private Map<String, Lag> lags(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends, Instant now) {
        Map<String, Lag> lags = new TreeMap<>();
        positions.forEach((partition, position) -> lags.put(partition.topic(), Lag.NONE));
        List<TopicPartition> behind = positions.keySet().stream()
                .filter(partition -> positions.get(partition) < ends.get(partition))
                .toList();
        Map<TopicPartition, ConsumerRecord<byte[], byte[]>> first = firstUnread(behind, positions, ends);
        for (TopicPartition partition : behind) {
            ConsumerRecord<byte[], byte[]> record = first.get(partition);
            if (record != null) {
                long ago = Math.max(0, now.toEpochMilli() - record.timestamp());
                Lag lag = new Lag(ends.get(partition) - record.offset(), Duration.ofMillis(ago));
                lags.merge(partition.topic(), lag, Lag::plus);
            } else if (consumer.position(partition) < ends.get(partition)) {
                lags.merge(partition.topic(), new Lag(ends.get(partition) - positions.get(partition), null), Lag::plus);
            } // Else nothing but heartbeats and transactions' markers.
        }
        return lags;
    }

    private Map<TopicPartition, ConsumerRecord<byte[], byte[]>> firstUnread(
            List<TopicPartition> behind, Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, ConsumerRecord<byte[], byte[]>> first = new HashMap<>();
        consumer.assign(behind);
        // The same assignment as before keeps what was paused in it.
        consumer.resume(behind);
        behind.forEach(partition -> consumer.seek(partition, positions.get(partition)));
        List<TopicPartition> open = new ArrayList<>(behind);
        long deadline = System.nanoTime() + ANSWER.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!Heartbeat.is(record)) {
                    first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record);
                }
            }
            open.removeIf(
                    partition -> first.containsKey(partition) || consumer.position(partition) >= ends.get(partition));
            List<TopicPartition> done = new ArrayList<>(behind);
            done.removeAll(open);
            consumer.pause(done);
        }
        return first;
    }

    private List<TopicPartition> partitions(Set<String> streams)
            throws TimeoutException, ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (KafkaFuture<TopicDescription> answer :
                admin.describeTopics(streams).topicNameValues().values()) {
            try {
                TopicDescription topic = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
                for (TopicPartitionInfo partition : topic.partitions()) {
                    partitions.add(new TopicPartition(topic.name(), partition.partition()));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws TimeoutException, ExecutionException, InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        consumer.close();
    }
}
