package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
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
    private final Map<Integer, JsonEventDecoder> decoders = new HashMap<>();

    EventText(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The record key as text; empty if there is none. */
    static String key(ConsumerRecord<byte[], byte[]> event) {
        return event.key() == null ? "" : new String(event.key(), StandardCharsets.UTF_8);
    }

    /** The event as JSON; null for a tombstone. */
    @Nullable
    JsonNode value(ConsumerRecord<byte[], byte[]> event) throws RecordRejectedException, RegistryUnavailableException {
        if (event.value() == null) {
            return null;
        }
        int id = WireFormat.readSchemaId(ByteBuffer.wrap(event.value()));
        JsonEventDecoder decoder = decoders.get(id);
        if (decoder == null) {
            Optional<StreamSchema> schema = registry.find(id);
            if (schema.isEmpty()) {
                throw new RegistryUnavailableException("The registry doesn't know schema " + id + " of " + event.topic()
                        + "-" + event.partition() + "@" + event.offset() + ".");
            }
            decoder = new JsonEventDecoder(schema.get());
            decoders.put(id, decoder);
        }
        try {
            return JSON.readTree(decoder.decode(event.value()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A decoded event is JSON", e);
        }
    }

    /** One JSON object with the record's position, append time, key and value, or why the value can't be read. */
    String json(ConsumerRecord<byte[], byte[]> event) throws RegistryUnavailableException {
        ObjectNode line = JSON.createObjectNode();
        line.put("partition", event.partition());
        line.put("offset", event.offset());
        line.put("append_time", Instant.ofEpochMilli(event.timestamp()).toString());
        line.put("key", event.key() == null ? null : key(event));
        try {
            line.set("value", value(event));
        } catch (RecordRejectedException e) {
            line.putNull("value");
            line.put("unreadable", e.getMessage());
        }
        return line.toString();
    }

    /** Position and value for people, in one line. */
    String line(ConsumerRecord<byte[], byte[]> event) throws RegistryUnavailableException {
        String position = event.partition() + "@" + event.offset() + "  ";
        try {
            JsonNode value = value(event);
            return position + (value == null ? key(event) + " withdrawn" : value.toString());
        } catch (RecordRejectedException e) {
            return position + "unreadable: " + e.getMessage();
        }
    }
}
