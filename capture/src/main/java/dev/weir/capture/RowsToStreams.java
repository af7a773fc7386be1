package dev.weir.capture;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of streams from what a source connector reads. Key and value come out as bytes, so the connector's
 * converters must be {@code ByteArrayConverter}; the partition is left to Kafka's default, murmur2 of the key.
 *
 * <p>Takes rows in Debezium's envelope, recognised by the table in {@code source}, and plain records, recognised by
 * their topic. A deleted row becomes a tombstone. What can't be a record of its stream fails the connector's task with
 * {@link DataException}, so that nothing is left out: mend the table or the contract, and start it again.
 *
 * @param <R> Connect's records
 */
public final class RowsToStreams<R extends ConnectRecord<R>> implements Transformation<R> {

    /** JSON: for each table ({@code schema.table}) or topic the stream's contract ({@link StreamRows#byTable}). */
    static final String STREAMS = "streams";
    /** The topic of heartbeats, by which a source remembers how far it has read a quiet database. */
    static final String HEARTBEATS = "heartbeats";

    /** Bootstrap servers of the Kafka that the streams are in. */
    static final String KAFKA = "kafka";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    STREAMS,
                    ConfigDef.Type.STRING,
                    ConfigDef.Importance.HIGH,
                    "JSON: for each table or topic its contract.")
            .define(
                    HEARTBEATS,
                    ConfigDef.Type.STRING,
                    "",
                    ConfigDef.Importance.LOW,
                    "The topic of heartbeats; none: heartbeats fail.")
            .define(KAFKA, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Bootstrap servers.");

    private Map<String, StreamRows> streams = Map.of();
    private String heartbeats = "";
    private @Nullable RepeatedSnapshot repeated;

    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(CONFIG, settings, false);
        streams = StreamRows.byTable(config.getString(STREAMS));
        heartbeats = config.getString(HEARTBEATS);
        repeated = new RepeatedSnapshot(
                new KafkaTables(config.getString(KAFKA)),
                streams.values().stream().map(StreamRows::name).toList());
    }

    @Override
    public @Nullable R apply(R record) {
        if (!heartbeats.isEmpty() && CapturedRow.isHeartbeat(record.valueSchema())) {
            Struct key = (Struct) record.key();
            return bytes(record, heartbeats, String.valueOf(key.get("serverName")), "beat");
        }
        CapturedRow row = CapturedRow.of(record);
        StreamRows stream = streams.get(row.table());
        if (stream == null) {
            throw new DataException("No stream is declared for '" + row.table()
                    + "': name it under the source in weir.yaml, or leave it out of what the connector reads.");
        }
        byte[] key = stream.key(row);
        tellSnapshot(row, stream, key);
        byte @Nullable [] value = row.isDeleted() ? null : stream.value(row);
        return record.newRecord(
                stream.name(),
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                record.timestamp());
    }

    private void tellSnapshot(CapturedRow row, StreamRows stream, byte[] key) {
        RepeatedSnapshot snapshot = Objects.requireNonNull(repeated);
        if (row.snapshot()) {
            snapshot.has(stream.name(), key);
        }
        if (row.last() || !row.snapshot()) {
            snapshot.end();
        }
    }

    private R bytes(R record, String topic, String key, String value) {
        return record.newRecord(
                topic,
                null,
                Schema.BYTES_SCHEMA,
                key.getBytes(StandardCharsets.UTF_8),
                Schema.BYTES_SCHEMA,
                value.getBytes(StandardCharsets.UTF_8),
                record.timestamp());
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public void close() {}
}
