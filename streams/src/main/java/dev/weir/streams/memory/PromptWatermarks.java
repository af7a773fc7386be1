package dev.weir.streams.memory;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/** Emits after each event what others emit periodically. */
final class PromptWatermarks implements WatermarkGenerator<RowData> {

    private final WatermarkGenerator<RowData> declared;

    PromptWatermarks(WatermarkGenerator<RowData> declared) {
        this.declared = declared;
    }

    @Override
    public void onEvent(RowData event, long timestamp, WatermarkOutput output) {
        declared.onEvent(event, timestamp, output);
        declared.onPeriodicEmit(output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
}
