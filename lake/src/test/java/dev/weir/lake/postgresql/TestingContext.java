package dev.weir.lake.postgresql;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/** Of rows without times. */
final class TestingContext implements SinkWriter.Context {

    @Override
    public long currentWatermark() {
        return Long.MIN_VALUE;
    }

    @Override
    public @Nullable Long timestamp() {
        return null;
    }
}
