package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.contract.rule.RuleSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes records readable, each with the schema that it was written with. Not thread-safe. */
final class EventText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry;
    private final RuleSet where;
    private final Map<Integer, Optional<JsonEventDecoder>> decoders = new HashMap<>();

    /** For all events. */
    EventText(SchemaRegistry registry) {
        this(registry, RuleSet.none());
    }

    /** @param where what must be true of an event for {@link #json} and {@link #line} to show it */
    EventText(SchemaRegistry registry, RuleSet where) {
        this.registry = registry;
        this.where = where;
    }

    /** The record key as text; empty if there is none. */
    static String key(ConsumerRecord<byte[], byte[]> event) {
        return event.key() == null ? "" : new String(event.key(), StandardCharsets.UTF_8);
    }

    /** The event as JSON; null for a tombstone. */
    @Nullable
    JsonNode value(ConsumerRecord<byte[], byte[]> event) throws RecordRejectedException, RegistryUnavailableException {
        return event.value() == null ? null : json(columns(event.value()));
    }

    /**
     * One JSON object with the record's position, append time, key and value, or why the value can't be read; empty if
     * the event isn't to be shown.
     */
    Optional<String> json(ConsumerRecord<byte[], byte[]> event) throws RegistryUnavailableException {
        ObjectNode line = JSON.createObjectNode();
        line.put("partition", event.partition());
        line.put("offset", event.offset());
        line.put("append_time", Instant.ofEpochMilli(event.timestamp()).toString());
        line.put("key", event.key() == null ? null : key(event));
        line.putNull("value");
        try {
            if (event.value() != null) {
                Map<String, @Nullable Object> columns = columns(event.value());
                if (!isShown(columns)) {
                    return Optional.empty();
                }
                line.set("value", json(columns));
            } else if (!where.isEmpty()) {
                return Optional.empty();
            }
        } catch (RecordRejectedException e) {
            line.put("unreadable", e.getMessage());
        }
        return Optional.of(line.toString());
    }

    /** Position, append time and value for people, in one line; empty if the event isn't to be shown. */
    Optional<String> line(ConsumerRecord<byte[], byte[]> event) throws RegistryUnavailableException {
        String position =
                event.partition() + "@" + event.offset() + "  " + Instant.ofEpochMilli(event.timestamp()) + "  ";
        try {
            if (event.value() == null) {
                return where.isEmpty() ? Optional.of(position + key(event) + " withdrawn") : Optional.empty();
            }
            Map<String, @Nullable Object> columns = columns(event.value());
            return isShown(columns) ? Optional.of(position + json(columns)) : Optional.empty();
        } catch (RecordRejectedException e) {
            return Optional.of(position + "unreadable: " + e.getMessage());
        }
    }

    /** A column that the event's version of the schema doesn't have yet is null. */
    private boolean isShown(Map<String, @Nullable Object> columns) {
        return where.firstViolated(columns::get).isEmpty();
    }

    private Map<String, @Nullable Object> columns(byte[] value)
            throws RecordRejectedException, RegistryUnavailableException {
        int id = WireFormat.readSchemaId(ByteBuffer.wrap(value));
        Optional<JsonEventDecoder> decoder = decoders.get(id);
        if (decoder == null) {
            Optional<StreamSchema> schema = registry.find(id);
            decoder = schema.map(JsonEventDecoder::new);
            decoders.put(id, decoder);
        }
        if (decoder.isEmpty()) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "a schema that the registry knows", "schema id " + id);
        }
        return decoder.get().read(value);
    }

    private static JsonNode json(Map<String, @Nullable Object> columns) {
        try {
            return JSON.readTree(JsonEventDecoder.json(columns));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A decoded event is JSON", e);
        }
    }
}
