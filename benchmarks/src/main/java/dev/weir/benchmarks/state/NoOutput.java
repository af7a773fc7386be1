package dev.weir.benchmarks.state;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.table.data.RowData;

/** What comes of readings goes nowhere. */
final class NoOutput implements SourceOutput<RowData> {

    @Override
    public void collect(RowData row) {}

    @Override
    public void collect(RowData row, long timestamp) {}

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
}
