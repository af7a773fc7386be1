package dev.weir.streams.kafka;

import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.RecordReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What one poll brought: a batch for each partition, which goes back to its reader when all are judged. */
final class FetchedBatches implements RecordsWithSplitIds<Batch> {

    private record Fetched(String split, Batch batch) {}

    private final RecordReader reader;
    private final Queue<Fetched> batches = new ArrayDeque<>();
    private final List<Batch> shown = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private @Nullable Batch current;

    FetchedBatches(RecordReader reader) {
        this.reader = reader;
    }

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
        if (batch != null) {
            shown.add(batch);
        }
        return batch;
    }

    @Override
    public void recycle() {
        shown.forEach(reader::recycle);
        shown.clear();
    }

    @Override
    public Set<String> finishedSplits() {
        return finished;
    }
}
