package dev.weir.streams.catalog;

import dev.weir.streams.catalog.Contracts.StreamTable;
import dev.weir.streams.judge.Shown;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.sink.SinkNames;
import dev.weir.streams.sink.StreamTableSink;
import dev.weir.streams.source.JudgedStreams;
import dev.weir.streams.source.RollupTable;
import dev.weir.streams.source.RollupTableSource;
import dev.weir.streams.source.StreamTableSource;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** Makes the sources and sinks of streams; the catalog hands it out, so it has no options and isn't looked up by name. */
final class StreamTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    private final Contracts contracts;
    private final Rollups rollups;
    private final RecordLog log;
    private final JudgedStreams streams;
    private final SinkNames sinkNames = new SinkNames();

    StreamTableFactory(Contracts contracts, Rollups rollups, RecordLog log, JudgedStreams streams) {
        this.contracts = contracts;
        this.rollups = rollups;
        this.log = log;
        this.streams = streams;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Optional<RollupTable> rollup =
                rollups.find(context.getObjectIdentifier().getObjectName());
        if (rollup.isPresent()) {
            streams.named(rollup.get());
            return new RollupTableSource(rollup.get(), streams);
        }
        StreamTable table = table(context);
        streams.named(table.contract(), table.shown());
        return new StreamTableSource(table.contract(), table.shown(), streams);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        String table = context.getObjectIdentifier().getObjectName();
        if (table.endsWith(Contracts.DEAD_SUFFIX)) {
            throw new ValidationException("Table '" + table
                    + "' can't be written: dead letters come from reading the stream. Write to a stream of your own.");
        }
        StreamTable stream = table(context);
        if (stream.shown() != Shown.ON_TIME) {
            throw new ValidationException(
                    "Table '" + table + "' can't be written: it shows what was read of the stream '"
                            + stream.contract().name() + "'. Write to that, or to a stream of your own.");
        }
        return new StreamTableSink(table, contracts.written(stream.contract()), log, sinkNames);
    }

    private StreamTable table(Context context) {
        String table = context.getObjectIdentifier().getObjectName();
        return contracts
                .find(table)
                .orElseThrow(() -> new ValidationException("There is no stream '" + table + "' any more"));
    }

    @Override
    public String factoryIdentifier() {
        return WeirCatalog.NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }
}
