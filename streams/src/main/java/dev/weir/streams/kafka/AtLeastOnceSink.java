package dev.weir.streams.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * Kafka's sink without transactions. State is as of {@link ExactlyOnceSink}, so that a pipeline can change from one to the
 * other: transactions that a checkpoint of the other one covers are committed, and those that it left open behind that are
 * aborted, since readers would wait for them.
 */
final class AtLeastOnceSink implements TwoPhaseCommittingStatefulSink<RowData, KafkaWriterState, KafkaCommittable> {

    private static final long serialVersionUID = 1;

    private final KafkaSink<RowData> sink;
    private final ExactlyOnceSink before;

    /**
     * @param sink without transactions
     * @param before how the same stream was written if it was written with transactions
     */
    AtLeastOnceSink(KafkaSink<RowData> sink, ExactlyOnceSink before) {
        this.sink = sink;
        this.before = before;
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return before.createCommitter(context);
    }

    @Override
    public PrecommittingStatefulSinkWriter<RowData, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public PrecommittingStatefulSinkWriter<RowData, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        if (!state.isEmpty()) {
            abortWhatWasOpen(context, state);
        }
        return ((TwoPhaseCommittingStatefulSink<RowData, KafkaWriterState, KafkaCommittable>) sink)
                .restoreWriter(context, List.of());
    }

    /** Which a writer with transactions does when it begins. */
    private void abortWhatWasOpen(WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        try {
            before.restoreWriter(context, state).close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while transactions were aborted that readers would wait for", e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Transactions can't be aborted that readers would wait for", e);
        }
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return before.getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return before.getWriterStateSerializer();
    }
}
