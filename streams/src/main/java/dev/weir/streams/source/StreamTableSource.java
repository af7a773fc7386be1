package dev.weir.streams.source;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.Shown;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table of a stream to read: its judged events, as insertions or, by key, as upserts and deletions. */
public final class StreamTableSource implements ScanTableSource, SupportsProjectionPushDown, SupportsWatermarkPushDown {

    private final StreamContract contract;
    private final Shown shown;
    private final JudgedStreams streams;
    private List<String> columns;

    public StreamTableSource(StreamContract contract, Shown shown, JudgedStreams streams) {
        this(contract, shown, streams, JudgedStreams.columns(contract, shown));
    }

    private StreamTableSource(StreamContract contract, Shown shown, JudgedStreams streams, List<String> columns) {
        this.contract = contract;
        this.shown = shown;
        this.streams = streams;
        this.columns = columns;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return contract.mode() == Mode.APPEND || shown == Shown.CHANGES
                ? ChangelogMode.insertOnly()
                : ChangelogMode.upsert();
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        List<String> all = JudgedStreams.columns(contract, shown);
        columns = Arrays.stream(projectedFields).map(path -> all.get(path[0])).toList();
    }

    /** Takes note that no operator behind this source needs to assign watermarks: it does so per partition anyway. */
    @Override
    public void applyWatermark(WatermarkStrategy<RowData> declaredInTheTable) {}

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        List<String> read = columns;
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(
                    ProviderContext provider, StreamExecutionEnvironment environment) {
                return streams.events(contract, shown, read, context::createTypeInformation, environment);
            }

            @Override
            public boolean isBounded() {
                return false;
            }
        };
    }

    @Override
    public DynamicTableSource copy() {
        return new StreamTableSource(contract, shown, streams, columns);
    }

    @Override
    public String asSummaryString() {
        return "stream " + contract.name() + shown.suffix();
    }
}
