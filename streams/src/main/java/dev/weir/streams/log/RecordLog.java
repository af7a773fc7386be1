package dev.weir.streams.log;

import dev.weir.contract.StreamContract;
import dev.weir.streams.Latency;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.judge.Reading;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;

/** Where the records of streams lie: Kafka, or the memory of a test. What reads, judges and writes them is the same. */
public interface RecordLog {

    /** Reads and judges a stream's committed records, with a split output for each partition. */
    Source<RowData, ?, ?> source(StreamContract contract, Reading reading);

    /**
     * Writes a stream's records exactly once.
     *
     * @param name tells the sinks of one job apart
     */
    Sink<RowData> sink(StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name);

    /** Writes what a pipeline computes, as {@link #latency} says; otherwise like {@link #sink}. */
    default Sink<RowData> resultSink(
            StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name) {
        return sink(contract, serializer, name);
    }

    /** What results wait for. */
    default Latency latency() {
        return Latency.COMMIT;
    }

    PortableRegistry registry();

    /** Whether reading a stream writes its dead letters and the ledger; otherwise dead events are only left out. */
    default boolean keepsAccounts() {
        return true;
    }

    /** How the ledger names the pipeline that reads; empty if only dead letters are kept. */
    String ledgerName();
}
