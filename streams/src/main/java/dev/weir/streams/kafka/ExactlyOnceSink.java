package dev.weir.streams.kafka;

import dev.weir.streams.StreamMetrics;
import java.io.IOException;
import java.util.Collection;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** Kafka's sink, which stops the job when a transaction is lost instead of going on. State is as of {@link KafkaSink}. */
final class ExactlyOnceSink
        implements TwoPhaseCommittingStatefulSink<RowData, KafkaWriterState, KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable> {

    private static final long serialVersionUID = 1;

    private final KafkaSink<RowData> sink;
    private final Properties client;
    private final String stream;

    ExactlyOnceSink(KafkaSink<RowData> sink, Properties client, String stream) {
        this.sink = sink;
        this.client = client;
        this.stream = stream;
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return new MeasuredCommitter(
                new VerifyingCommitter(sink.createCommitter(context), new KafkaTransactions(client)),
                StreamMetrics.of(context.metricGroup(), stream));
    }

    @Override
    public PrecommittingStatefulSinkWriter<RowData, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return ((TwoPhaseCommittingStatefulSink<RowData, KafkaWriterState, KafkaCommittable>) sink)
                .createWriter(context);
    }

    @Override
    public PrecommittingStatefulSinkWriter<RowData, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        return ((TwoPhaseCommittingStatefulSink<RowData, KafkaWriterState, KafkaCommittable>) sink)
                .restoreWriter(context, state);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committer) {
        sink.addPostCommitTopology(committer);
    }
}
