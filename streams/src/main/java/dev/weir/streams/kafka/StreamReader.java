package dev.weir.streams.kafka;

import dev.weir.streams.RegistryWait;
import dev.weir.streams.StreamMetrics;
import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.Judge;
import dev.weir.streams.judge.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions with one thread that fetches and decodes, and judges in the task's own thread what it has read, so that
 * position, fates and results of a checkpoint belong together.
 */
@SuppressWarnings("try") // close() may be interrupted: Flink closes it.
final class StreamReader
        extends SingleThreadMultiplexSourceReaderBase<Batch, RowData, KafkaPartitionSplit, PartitionState> {

    private final OffsetCommits commits;
    private final Judge judge;
    private final Reading reading;
    private final NavigableMap<Long, Map<TopicPartition, OffsetAndMetadata>> positions = new TreeMap<>();

    private StreamReader(
            OffsetCommits commits, Reading reading, Judge judge, Counter recordsIn, SourceReaderContext context) {
        super(commits, new Emitter(judge, recordsIn), new Configuration(), context);
        this.commits = commits;
        this.judge = judge;
        this.reading = reading;
    }

    /** @param client settings of the consumer; with a group, how far is committed is shown there */
    static StreamReader create(Reading reading, Properties client, SourceReaderContext context) {
        int subtask = context.getIndexOfSubtask();
        RegistryWait wait = new RegistryWait();
        StreamMetrics.of(context.metricGroup(), reading.stream()).gauge(StreamMetrics.REGISTRY_WAIT, wait::seconds);
        return new StreamReader(
                new OffsetCommits(() -> new PartitionFetcher(reading.open(wait), client, subtask)),
                reading,
                new Judge(context.metricGroup(), reading),
                context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
                context);
    }

    @Override
    protected PartitionState initializedState(KafkaPartitionSplit split) {
        PartitionState state = new PartitionState(split, reading);
        judge.begin(state.judged());
        return state;
    }

    @Override
    protected KafkaPartitionSplit toSplitType(String splitId, PartitionState state) {
        return state.toSplit();
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpoint) {
        List<KafkaPartitionSplit> splits = super.snapshotState(checkpoint);
        judge.snapshot(checkpoint);
        Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
        for (KafkaPartitionSplit split : splits) {
            if (split.getStartingOffset() >= 0) {
                reached.put(split.getTopicPartition(), new OffsetAndMetadata(split.getStartingOffset()));
            }
        }
        positions.put(checkpoint, reached);
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        judge.complete(checkpoint);
        Map<TopicPartition, OffsetAndMetadata> reached = positions.get(checkpoint);
        positions.headMap(checkpoint, true).clear();
        if (reached != null) {
            commits.commit(reached);
        }
    }

    @Override
    protected void onSplitFinished(Map<String, PartitionState> finished) {
        // What a query at hand has read to its end is asked for no more.
    }

    private record Emitter(Judge judge, Counter recordsIn) implements RecordEmitter<Batch, RowData, PartitionState> {

        @Override
        public void emitRecord(Batch batch, SourceOutput<RowData> output, PartitionState state) {
            judge.judge(batch, state.judged(), output);
            state.movedTo(batch.to());
            recordsIn.inc(batch.events() - 1L); // Flink counts the batch as one.
        }
    }
}
