package dev.weir.streams.kafka;

import dev.weir.streams.judge.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator;
import org.apache.flink.connector.kafka.source.enumerator.initializer.NoStoppingOffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic's committed records and judges them. Partitions are found and assigned by the connector's own enumerator;
 * the reader is Weir's, so that what fates are decided by is part of each split, at its very position.
 */
final class StreamSource
        implements Source<RowData, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<RowData> {

    private static final long serialVersionUID = 1;

    /**
     * Large fetches cost less an event; they are as small as what is there, so that nobody waits for them. Batches of them are small, so
     * that what one thread has decoded is still in a processor's cache when the other judges it.
     */
    private static final Map<String, String> FETCHES = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            "2048",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            Integer.toString(4 << 20));

    private final String topic;
    private final Reading reading;
    private final OffsetsInitializer start;
    private final @Nullable OffsetsInitializer stop;
    private final Properties properties;

    /**
     * @param start where partitions begin that no state knows
     * @param stop where they end; null if they don't
     * @param client settings of a Kafka client, and of the connector's enumerator
     */
    StreamSource(
            String topic,
            Reading reading,
            OffsetsInitializer start,
            @Nullable OffsetsInitializer stop,
            Properties client) {
        this.topic = topic;
        this.reading = reading;
        this.start = start;
        this.stop = stop;
        properties = new Properties();
        properties.putAll(FETCHES);
        properties.putAll(client);
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, resetStrategy(start));
        if (stop != null) {
            properties.setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1");
        }
    }

    @SuppressWarnings("deprecation") // OffsetResetStrategy: the connector's interface still asks for it
    private static String resetStrategy(OffsetsInitializer start) {
        return start.getAutoOffsetResetStrategy().toString();
    }

    @Override
    public Boundedness getBoundedness() {
        return stop == null ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RowData, KafkaPartitionSplit> createReader(SourceReaderContext context) {
        return StreamReader.create(reading, properties, context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return new KafkaSourceEnumerator(subscriber(), start, stopping(), properties, context, getBoundedness());
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) {
        return new KafkaSourceEnumerator(subscriber(), start, stopping(), properties, context, getBoundedness(), state);
    }

    private KafkaSubscriber subscriber() {
        return KafkaSubscriber.getTopicListSubscriber(java.util.List.of(topic));
    }

    private OffsetsInitializer stopping() {
        return Optional.ofNullable(stop).orElseGet(NoStoppingOffsetsInitializer::new);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new StreamSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return new KafkaSourceEnumStateSerializer();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return reading.judged();
    }
}
