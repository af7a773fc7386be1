package dev.weir.pipeline.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.FieldType;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one stream has, decoded from its records as any reader would.
 *
 * @param key columns; empty for a stream that only grows
 * @param standing the rows at the end
 * @param changes all that was written
 */
record WrittenRows(List<String> key, List<ObjectNode> standing, List<Change> changes) {

    /** @param deletion whether the row with these key columns ends */
    record Change(ObjectNode columns, boolean deletion) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static WrittenRows of(StreamContract contract, List<ProducerRecord<byte[], byte[]>> records) {
        JsonEventDecoder decoder = new JsonEventDecoder(contract.schema());
        List<Change> changes = new ArrayList<>();
        Map<String, ObjectNode> byKey = new LinkedHashMap<>();
        List<ObjectNode> all = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    byKey.remove(key);
                    changes.add(new Change(keyColumns(contract, record.key()), true));
                    continue;
                }
                ObjectNode row = (ObjectNode) JSON.readTree(decoder.decode(record.value()));
                byKey.put(key, row);
                all.add(row);
                changes.add(new Change(row, false));
            }
        } catch (RecordRejectedException | JsonProcessingException e) {
            throw new IllegalStateException(
                    "What stream '" + contract.name() + "' was written can't be read: " + e.getMessage(), e);
        }
        boolean keyed = contract.mode() != Mode.APPEND;
        return new WrittenRows(keyed ? contract.key() : List.of(), keyed ? List.copyOf(byKey.values()) : all, changes);
    }

    private static ObjectNode keyColumns(StreamContract contract, byte[] key) throws RecordRejectedException {
        List<FieldType> types = contract.key().stream()
                .map(column ->
                        contract.schema().fields().find(column).orElseThrow().type())
                .toList();
        List<Object> values = KeyFormat.decode(key, types);
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Number number) {
                columns.put(contract.key().get(i), number.longValue());
            } else if (value instanceof Boolean bool) {
                columns.put(contract.key().get(i), bool);
            } else {
                columns.put(contract.key().get(i), value.toString());
            }
        }
        return columns;
    }
}
