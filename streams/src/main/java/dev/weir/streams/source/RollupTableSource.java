package dev.weir.streams.source;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.data.RowData;

/** The windows of a roll-up to read: each revision of each is inserted. */
public final class RollupTableSource implements ScanTableSource, SupportsSourceWatermark {

    private final RollupTable table;
    private final JudgedStreams streams;

    public RollupTableSource(RollupTable table, JudgedStreams streams) {
        this.table = table;
        this.streams = streams;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    /** A partition's windows come before the watermark that closes them. */
    @Override
    public void applySourceWatermark() {}

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(
                    ProviderContext provider, StreamExecutionEnvironment environment) {
                return streams.windows(table, context::createTypeInformation, environment);
            }

            @Override
            public boolean isBounded() {
                return false;
            }
        };
    }

    @Override
    public DynamicTableSource copy() {
        return new RollupTableSource(table, streams);
    }

    @Override
    public String asSummaryString() {
        return "roll-up " + table.spec().name() + " of stream " + table.stream().name();
    }
}
