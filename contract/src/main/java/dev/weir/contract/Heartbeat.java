package dev.weir.contract;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of a stream's topic that is no event: it says how far the time of its partition is. It has neither key nor
 * value, and the header {@value #HEADER}. docs/fates.md describes what it means.
 */
public final class Heartbeat {

    /** Its value is the time: 8 bytes, big-endian, milliseconds since 1970-01-01T00:00:00Z. */
    public static final String HEADER = "weir.heartbeat";

    private Heartbeat() {}

    /** Whether streams of this contract get heartbeats. Compacted topics refuse records without a key. */
    public static boolean fits(StreamContract contract) {
        return contract.mode() == Mode.APPEND && contract.time() != null;
    }

    /** @param time milliseconds since 1970-01-01T00:00:00Z */
    @SuppressWarnings("NullAway") // Kafka's records may lack key and value.
    public static ProducerRecord<byte[], byte[]> record(String topic, int partition, long time) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, null);
        record.headers()
                .add(HEADER, ByteBuffer.allocate(Long.BYTES).putLong(time).array());
        return record;
    }

    public static boolean is(ConsumerRecord<byte[], byte[]> record) {
        return timeOf(record) != null;
    }

    /** The time that a heartbeat says; null for all other records. */
    public static @Nullable Long timeOf(ConsumerRecord<?, ?> record) {
        if (record.value() != null || record.key() != null) {
            return null;
        }
        Header header = record.headers().lastHeader(HEADER);
        byte[] time = header == null ? null : header.value();
        return time == null || time.length != Long.BYTES
                ? null
                : ByteBuffer.wrap(time).getLong();
    }
}
