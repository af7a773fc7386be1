package dev.weir.operate;

import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream {@code readings} for tests: producer, sequence, event time and a value. An event is written as {@code a 7 @30}:
 * producer a, sequence 7, thirty seconds after {@link #START}; a fraction is milliseconds.
 */
public final class TestingStream {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    public static final String BY_SEQUENCE = """
            key: producer
            time: { field: at, disorder: 10s, ahead: 5m }
            identity: { producer: producer, sequence: seq, within: 1h }
            partitions: 1
            rules: [ "value >= 0" ]
            """;

    public static final String BY_ID = """
            key: producer
            time: { field: at, disorder: 10s, ahead: 5m }
            identity: { id: [producer, seq], within: 1m }
            partitions: 1
            """;

    private static final String SCHEMA = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "producer", "type": "string"},
              {"name": "seq", "type": ["null", "long"], "default": null},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "value", "type": "int", "default": 1}%s]}
            """;

    private final StreamContract contract;
    private final int schemaId;
    private final JsonEventEncoder encoder;

    public TestingStream(SchemaRegistry registry, String options) {
        this(registry, options, "");
    }

    /** @param moreFields of the schema, each with a comma before it */
    public TestingStream(SchemaRegistry registry, String options, String moreFields) {
        try {
            contract = ContractSource.parse(
                            Path.of("streams/readings.yaml"),
                            "stream: readings\nschema: readings.avsc\n" + options,
                            SchemaFormat.AVRO,
                            SCHEMA.formatted(moreFields))
                    .contract();
            schemaId = registry.register(contract.subject(), contract.schema(), Compatibility.NONE)
                    .id();
        } catch (ContractException | RegistryUnavailableException e) {
            throw new IllegalArgumentException("The contract of the test is wrong: " + e.getMessage(), e);
        }
        // What the contract would refuse is encoded, too.
        encoder = new JsonEventEncoder(
                new StreamContract(
                        contract.name(),
                        contract.mode(),
                        contract.schema(),
                        List.of("producer"),
                        null,
                        null,
                        contract.partitions(),
                        null,
                        contract.compatibility(),
                        List.of(),
                        List.of()),
                schemaId);
    }

    public static TestingStream of(String options) {
        return new TestingStream(new InMemorySchemaRegistry(), options);
    }

    public StreamContract contract() {
        return contract;
    }

    public PublishedContract published() {
        return new PublishedContract(contract, 1, schemaId);
    }

    /** The log of these events, offsets from 0; the broker took each at its event time. */
    public List<LogRecord> log(String... events) {
        List<LogRecord> log = new ArrayList<>();
        for (String event : events) {
            log.add(record(log.size(), event));
        }
        return log;
    }

    /** An event as the class says; {@code a 7 @30 value=-1 append=0} with other than the usual value and append time. */
    public LogRecord record(long offset, String event) {
        String[] words = event.split(" ");
        long millis = millis(words[2]);
        long append = millis;
        int value = 1;
        for (int i = 3; i < words.length; i++) {
            String[] option = words[i].split("=");
            switch (option[0]) {
                case "value" -> value = Integer.parseInt(option[1]);
                case "append" -> append = millis("@" + option[1]);
                default -> throw new IllegalArgumentException(event);
            }
        }
        EncodedEvent encoded = json("{\"producer\": \"%s\", \"seq\": %s, \"at\": %d, \"value\": %d}"
                .formatted(words[0], words[1].equals("-") ? "null" : words[1], START.toEpochMilli() + millis, value));
        return new LogRecord(offset, START.toEpochMilli() + append, encoded.key(), encoded.value());
    }

    public EncodedEvent json(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            return encoder.encode(bytes, 0, bytes.length);
        } catch (RecordRejectedException e) {
            throw new IllegalArgumentException(json + ": " + e.getMessage(), e);
        }
    }

    /** A body in this stream's frame. */
    public LogRecord framed(long offset, byte[] body) {
        return new LogRecord(
                offset,
                START.toEpochMilli(),
                "a".getBytes(StandardCharsets.UTF_8),
                WireFormat.frame(schemaId, SchemaFormat.AVRO, body));
    }

    /** A record of raw bytes. */
    public static LogRecord raw(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        return new LogRecord(offset, START.toEpochMilli(), key, value);
    }

    /** A heartbeat that says a time, written as {@code @30 append=31}. */
    public static LogRecord heartbeat(long offset, String heartbeat) {
        String[] words = heartbeat.split(" append=");
        long start = START.toEpochMilli();
        return new LogRecord(offset, start + millis("@" + words[1]), null, null, start + millis(words[0]));
    }

    private static long millis(String at) {
        return Math.round(Double.parseDouble(at.substring(1)) * 1000);
    }
}
