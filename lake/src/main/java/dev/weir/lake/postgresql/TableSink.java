package dev.weir.lake.postgresql;

import dev.weir.streams.StreamMetrics;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * Brings a stream's rows into a table of PostgreSQL, each exactly once: the table's own transactions say which it has.
 *
 * @param delivered which table
 */
record TableSink(Login login, Delivered delivered) implements Sink<RowData>, SupportsWriterState<RowData, Positions> {

    @Override
    public TableWriter createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public TableWriter restoreWriter(WriterInitContext context, Collection<Positions> checkpoint) throws IOException {
        Outage outage = new Outage();
        StreamMetrics.of(context.metricGroup(), delivered.table().stream())
                .gauge(StreamMetrics.DATABASE_WAIT, outage::seconds);
        TableWriter writer = new TableWriter(login, delivered, outage);
        try {
            writer.refuseIfBehind(List.copyOf(checkpoint));
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<Positions> getWriterStateSerializer() {
        return new Positions.Serializer();
    }
}
