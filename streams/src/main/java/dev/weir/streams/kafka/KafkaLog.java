package dev.weir.streams.kafka;

import dev.weir.contract.StreamContract;
import dev.weir.streams.Latency;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.log.RecordLog;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The records of streams in Kafka. What a checkpoint covers is committed in a transaction after it; where low latency is
 * asked for, results are written without one.
 */
public final class KafkaLog implements RecordLog {

    private static final Duration PARTITION_DISCOVERY = Duration.ofMinutes(1);

    private final StreamsConfig config;

    public KafkaLog(StreamsConfig config) {
        this.config = config;
    }

    @Override
    public PortableRegistry registry() {
        return PortableRegistry.of(config.registry());
    }

    @Override
    public Source<RowData, ?, ?> source(StreamContract contract, Reading reading) {
        Properties properties = config.clientProperties();
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, config.applicationId());
        properties.setProperty(
                KafkaSourceOptions.CLIENT_ID_PREFIX.key(), config.applicationId() + "-" + contract.name());
        properties.setProperty(
                KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                Long.toString(PARTITION_DISCOVERY.toMillis()));
        if (config.latency() == Latency.LOW) {
            properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
        }
        return new StreamSource(contract.topic(), reading, new StartOffsets(config.startPosition()), null, properties);
    }

    @Override
    public String ledgerName() {
        return config.ledgerName();
    }

    @Override
    public Latency latency() {
        return config.latency();
    }

    @Override
    public Sink<RowData> sink(
            StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name) {
        return exactlyOnce(contract, serializer, name, config.clientProperties());
    }

    @Override
    public Sink<RowData> resultSink(
            StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name) {
        return switch (config.latency()) {
            case COMMIT -> sink(contract, serializer, name);
            case LOW ->
                new AtLeastOnceSink(
                        atOnce(serializer), exactlyOnce(contract, serializer, name, withoutProducerMetrics()));
        };
    }

    private ExactlyOnceSink exactlyOnce(
            StreamContract contract,
            KafkaRecordSerializationSchema<RowData> serializer,
            String name,
            Properties properties) {
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(config.transactionTimeout().toMillis()));
        KafkaSink<RowData> sink = KafkaSink.<RowData>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                .setTransactionalIdPrefix(transactionalIdPrefix(name))
                .setRecordSerializer(serializer)
                .build();
        return new ExactlyOnceSink(sink, config.clientProperties(), contract.name());
    }

    /** Where a second producer of the same sink would only be told that its metrics are there already. */
    private Properties withoutProducerMetrics() {
        Properties properties = config.clientProperties();
        properties.setProperty("register.producer.metrics", "false");
        return properties;
    }

    /** Kafka's own default lets a record wait 5 ms for others. */
    private KafkaSink<RowData> atOnce(KafkaRecordSerializationSchema<RowData> serializer) {
        Properties properties = config.clientProperties();
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
        return KafkaSink.<RowData>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(serializer)
                .build();
    }

    /** Unambiguous, since neither part can contain a slash. */
    private String transactionalIdPrefix(String sink) {
        return config.applicationId() + "/" + sink;
    }
}
