package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.EventTime;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Makes records of one stream as its producers do: by the very encoder of the door. */
final class RecordMaker {

    /** A key and a value in a partition, and the event's time if it has one. */
    record Made(
            int partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable Long timeMillis) {}

    private final StreamContract contract;
    private final JsonEventEncoder door;
    private final JsonEventEncoder unchecked;

    RecordMaker(StreamContract contract, SchemaRegistry registry) throws TestEngineException {
        this.contract = contract;
        try {
            int id = registry.register(contract.subject(), contract.schema(), contract.compatibility())
                    .id();
            door = new JsonEventEncoder(contract, id);
            unchecked = new JsonEventEncoder(withoutRules(contract), id);
        } catch (RegistryUnavailableException e) {
            throw new TestEngineException("The registry in memory can't be asked: " + e.getMessage(), e);
        }
    }

    private static StreamContract withoutRules(StreamContract contract) {
        return new StreamContract(
                contract.name(),
                contract.mode(),
                contract.schema(),
                contract.key(),
                contract.time(),
                contract.identity(),
                contract.partitions(),
                contract.retention(),
                contract.compatibility(),
                contract.personal(),
                List.of());
    }

    Made event(ObjectNode event, boolean checked) throws RecordRejectedException {
        byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
        EncodedEvent encoded = (checked ? door : unchecked).encode(json, 0, json.length);
        return new Made(partition(encoded.key()), encoded.key(), encoded.value(), time(event));
    }

    Made bytes(byte @Nullable [] key, byte[] value) {
        return new Made(partition(key), key, value, null);
    }

    Made deletion(ObjectNode columns) throws RecordRejectedException {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        contract.key().forEach(column -> values.add(columns.path(column)));
        String text = values.size() == 1 ? values.get(0).asText() : values.toString();
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        KeyFormat.decode(
                key,
                contract.key().stream()
                        .map(column -> contract.schema()
                                .fields()
                                .find(column)
                                .orElseThrow()
                                .type())
                        .toList());
        return new Made(partition(key), key, null, null);
    }

    /** Where Kafka's default partitioner puts the key; records without go to partition 0, so that tests repeat. */
    private int partition(byte @Nullable [] key) {
        return partition(key, contract);
    }

    static int partition(byte @Nullable [] key, StreamContract contract) {
        return key == null ? 0 : Utils.toPositive(Utils.murmur2(key)) % contract.partitions();
    }

    private @Nullable Long time(ObjectNode event) {
        EventTime time = contract.time();
        JsonNode value = time == null ? null : event.get(time.field());
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        try {
            return Instant.parse(value.asText()).toEpochMilli();
        } catch (DateTimeException e) {
            // A local time: the order of arrival then takes the time of the event before.
            return null;
        }
    }

    /** Makers by stream. */
    static Map<String, RecordMaker> of(TestPlan plan) throws TestEngineException {
        Map<String, RecordMaker> makers = new HashMap<>();
        for (String stream : new ArrayList<>(plan.inputs())) {
            makers.put(
                    stream,
                    new RecordMaker(plan.find(stream).orElseThrow(), plan.log().schemas()));
        }
        return makers;
    }
}
