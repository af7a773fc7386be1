package dev.weir.streams.sink;

import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.StreamsConfig;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.data.RowData;

/** Writes streams exactly once: what a checkpoint covers is committed in a Kafka transaction after it. */
public final class StreamSinks {

    private StreamSinks() {}

    /**
     * Adds the sink of a stream; the caller gives it its uid.
     *
     * @param rows have all columns of the contract; DELETE becomes a tombstone
     * @param name of the operator: the table that is written
     */
    public static DataStreamSink<RowData> write(
            DataStream<RowData> rows, StreamContract contract, StreamsConfig config, String name) {
        return write(rows, contract, config, name, transactionalIdPrefix(config, contract.name()));
    }

    static DataStreamSink<RowData> write(
            DataStream<RowData> rows, StreamContract contract, StreamsConfig config, String name, String prefix) {
        return rows.sinkTo(sink(contract, config, prefix)).name(name + ": write");
    }

    /** Unambiguous, since neither part can contain a slash. */
    static String transactionalIdPrefix(StreamsConfig config, String sink) {
        return config.applicationId() + "/" + sink;
    }

    private static Sink<RowData> sink(StreamContract contract, StreamsConfig config, String prefix) {
        Properties properties = config.clientProperties();
        properties.setProperty(
                "transaction.timeout.ms",
                Long.toString(config.transactionTimeout().toMillis()));
        KafkaSink<RowData> sink = KafkaSink.<RowData>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                .setTransactionalIdPrefix(prefix)
                .setRecordSerializer(new RecordSerializer(new PortableContract(contract), config))
                .build();
        return new ExactlyOnceSink(sink, config.clientProperties());
    }
}
