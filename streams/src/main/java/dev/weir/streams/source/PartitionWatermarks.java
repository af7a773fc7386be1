package dev.weir.streams.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/**
 * The watermark of one partition: the declared disorder behind its newest event. A partition without new events holds
 * the stream's time back; nothing is guessed about it.
 */
final class PartitionWatermarks implements WatermarkGenerator<RowData> {

    private final long disorderMillis;
    private long newest = Arrival.TIMELESS;

    PartitionWatermarks(long disorderMillis) {
        this.disorderMillis = disorderMillis;
    }

    @Override
    public void onEvent(RowData arrival, long timestamp, WatermarkOutput output) {
        newest = Math.max(newest, Arrival.time(arrival));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (newest != Arrival.TIMELESS) {
            // An event exactly at the disorder's edge is on time, and a watermark says that nothing up to it follows.
            output.emitWatermark(new Watermark(newest - disorderMillis - 1));
        }
    }
}
