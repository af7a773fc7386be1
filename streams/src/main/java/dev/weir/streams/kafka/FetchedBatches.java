package dev.weir.streams.kafka;

import dev.weir.streams.judge.Batch;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What one poll brought: a batch for each partition. */
final class FetchedBatches implements RecordsWithSplitIds<Batch> {

    private record Fetched(String split, Batch batch) {}

    private final Queue<Fetched> batches = new ArrayDeque<>();
    private final Set<String> finished = new HashSet<>();
    private @Nullable Batch current;

    void add(TopicPartition partition, Batch batch) {
        batches.add(new Fetched(KafkaPartitionSplit.toSplitId(partition), batch));
    }

    /** That partition ends with its batch. */
    void finish(TopicPartition partition) {
        finished.add(KafkaPartitionSplit.toSplitId(partition));
    }

    @Override
    public @Nullable String nextSplit() {
        Fetched next = batches.poll();
        current = next == null ? null : next.batch;
        return next == null ? null : next.split;
    }

    @Override
    public @Nullable Batch nextRecordFromSplit() {
        Batch batch = current;
        current = null;
        return batch;
    }

    @Override
    public Set<String> finishedSplits() {
        return finished;
    }
}
