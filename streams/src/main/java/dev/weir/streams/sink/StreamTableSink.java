package dev.weir.streams.sink;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.log.RecordLog;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.catalog.TableDistribution;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsBucketing;
import org.apache.flink.table.data.RowData;

/** A stream as a table to write: append streams take insertions, others upserts and deletions by their key. */
public final class StreamTableSink implements DynamicTableSink, SupportsBucketing {

    private final String table;
    private final StreamContract contract;
    private final RecordLog log;
    private final SinkNames names;

    /**
     * @param table the name that SQL has for it
     * @param contract of the stream that is written, which may have another name
     */
    public StreamTableSink(String table, StreamContract contract, RecordLog log, SinkNames names) {
        this.table = table;
        this.contract = contract;
        this.log = log;
        this.names = names;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        return contract.mode() == Mode.APPEND ? ChangelogMode.insertOnly() : ChangelogMode.upsert();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return new DataStreamSinkProvider() {
            @Override
            public DataStreamSink<?> consumeDataStream(ProviderContext provider, DataStream<RowData> rows) {
                String name = names.next(contract.name());
                String sink = table + name.substring(contract.name().length());
                return StreamSinks.write(rows, contract, log, name, name).uid(new SinkUid(sink, name).toString());
            }
        };
    }

    /** Kafka's default partitioner hashes the record key, which is the distribution. */
    @Override
    public Set<TableDistribution.Kind> listAlgorithms() {
        return Set.of(TableDistribution.Kind.HASH);
    }

    @Override
    public boolean requiresBucketCount() {
        return false;
    }

    @Override
    public DynamicTableSink copy() {
        return new StreamTableSink(table, contract, log, names);
    }

    @Override
    public String asSummaryString() {
        return "stream " + contract.name();
    }
}
