package dev.weir.streams.memory;

import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** What a deserializer may ask of the reader that it belongs to. */
record ReaderInitialization(SourceReaderContext context) implements InitializationContext {

    @Override
    public MetricGroup getMetricGroup() {
        return context.metricGroup().addGroup("deserializer");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return context.getUserCodeClassLoader();
    }
}
