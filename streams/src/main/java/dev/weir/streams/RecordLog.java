package dev.weir.streams;

import dev.weir.contract.StreamContract;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.RowData;

/** Where the records of streams lie: Kafka, or the memory of a test. What reads, judges and writes them is the same. */
public interface RecordLog {

    /** Reads a stream's committed records, with a split output for each partition. */
    Source<RowData, ?, ?> source(StreamContract contract, KafkaRecordDeserializationSchema<RowData> deserializer);

    /**
     * Writes a stream's records exactly once.
     *
     * @param name tells the sinks of one job apart
     */
    Sink<RowData> sink(StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name);

    PortableRegistry registry();

    /** Whether reading a stream writes its dead letters; otherwise dead events are only left out. */
    default boolean keepsDeadLetters() {
        return true;
    }

    /** When the watermarks that a stream declares are emitted. */
    default WatermarkStrategy<RowData> watermarks(WatermarkStrategy<RowData> declared) {
        return declared;
    }
}
