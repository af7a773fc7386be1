package dev.weir.streams.kafka;

import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Kafka and decodes what comes, in the fetching thread. Positions are where the consumer goes on, so that there is
 * no gap over what is no record, as the ends of transactions.
 */
final class PartitionFetcher implements SplitReader<Batch, KafkaPartitionSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionFetcher.class);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

    private final RecordReader reader;
    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final boolean hasGroup;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> stops = new HashMap<>();
    /** Added and not polled yet: their time, and that they may be at their end already, is said without records. */
    private final Set<TopicPartition> fresh = new HashSet<>();

    PartitionFetcher(RecordReader reader, Properties client, int subtask) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.setProperty(
                ConsumerConfig.CLIENT_ID_CONFIG,
                client.getProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key()) + "-" + subtask);
        this.reader = reader;
        this.hasGroup = properties.containsKey(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(properties, new ByteBufferDeserializer(), new ByteBufferDeserializer());
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KafkaPartitionSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("Partitions are only added, but this is " + change);
        }
        List<TopicPartition> assignment = new ArrayList<>(consumer.assignment());
        change.splits().forEach(split -> assignment.add(split.getTopicPartition()));
        consumer.assign(assignment);
        // All of them before the first position is asked for, since that looks for all.
        change.splits().forEach(split -> seek(split.getTopicPartition(), split.getStartingOffset()));
        for (KafkaPartitionSplit split : change.splits()) {
            TopicPartition partition = split.getTopicPartition();
            split.getStoppingOffset().ifPresent(stop -> stops.put(partition, stop));
            positions.put(partition, awake(() -> consumer.position(partition)));
            fresh.add(partition);
        }
    }

    private void seek(TopicPartition partition, long offset) {
        if (offset >= 0) {
            consumer.seek(partition, offset);
        } else if (offset == KafkaPartitionSplit.EARLIEST_OFFSET) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            throw new IllegalStateException("Partition " + partition + " begins at " + offset
                    + ", but Weir begins at an offset or at what is kept");
        }
    }

    /** A wake-up that was meant for a poll may hit the call after it. */
    private static <T> T awake(Supplier<T> call) {
        try {
            return call.get();
        } catch (WakeupException e) {
            return call.get();
        }
    }

    @Override
    public RecordsWithSplitIds<Batch> fetch() throws IOException {
        FetchedBatches fetched = new FetchedBatches(reader);
        if (!fresh.isEmpty()) {
            fresh.forEach(partition ->
                    fetched.add(partition, reader.batch(partition.partition(), positions.get(partition), 0)));
            finish(fresh, fetched);
            fresh.clear();
            return fetched;
        }
        ConsumerRecords<ByteBuffer, ByteBuffer> polled;
        try {
            polled = consumer.poll(LONGEST_POLL);
        } catch (WakeupException e) {
            return fetched;
        }
        // Also where only the end of a transaction was passed.
        Set<TopicPartition> moved = new HashSet<>(polled.nextOffsets().keySet());
        moved.addAll(polled.partitions());
        for (TopicPartition partition : moved) {
            fetched.add(partition, batch(partition, polled));
        }
        finish(moved, fetched);
        return fetched;
    }

    private Batch batch(TopicPartition partition, ConsumerRecords<ByteBuffer, ByteBuffer> polled) throws IOException {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = polled.records(partition);
        long stop = stops.getOrDefault(partition, Long.MAX_VALUE);
        Batch batch = reader.batch(partition.partition(), positions.get(partition), records.size());
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            if (record.offset() < stop) {
                reader.read(record, batch);
            }
        }
        OffsetAndMetadata next = polled.nextOffsets().get(partition);
        long position = next == null ? batch.to() : Math.max(batch.to(), Math.min(stop, next.offset()));
        batch.endAt(position);
        positions.put(partition, position);
        return batch;
    }

    /** What is at its end is read no more. */
    private void finish(Collection<TopicPartition> moved, FetchedBatches fetched) {
        Set<TopicPartition> left = new HashSet<>(consumer.assignment());
        for (TopicPartition partition : moved) {
            if (positions.get(partition) >= stops.getOrDefault(partition, Long.MAX_VALUE)) {
                fetched.finish(partition);
                left.remove(partition);
                positions.remove(partition);
                stops.remove(partition);
            }
        }
        if (left.size() < consumer.assignment().size()) {
            consumer.assign(left);
        }
    }

    /** Shows Kafka how far results are committed; only shown, so that a failure is nothing to stop for. */
    void commit(Map<TopicPartition, OffsetAndMetadata> committed) {
        if (hasGroup) {
            consumer.commitAsync(committed, (offsets, failure) -> {
                if (failure != null) {
                    LOG.warn("The lag that Kafka shows is too high until the next checkpoint.", failure);
                }
            });
        }
    }

    @Override
    public void pauseOrResumeSplits(Collection<KafkaPartitionSplit> pause, Collection<KafkaPartitionSplit> resume) {
        consumer.resume(
                resume.stream().map(KafkaPartitionSplit::getTopicPartition).toList());
        consumer.pause(
                pause.stream().map(KafkaPartitionSplit::getTopicPartition).toList());
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
