package dev.weir.contract.event;

import dev.weir.contract.StreamSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes patterns of the events of one schema: the bytes of all columns but some are written once. Immutable and safe to
 * share between threads.
 */
public final class EventPatterns {

    private final EventBody body;
    private final byte[] header;
    private final int[] positions;

    /**
     * @param schemaId under which the registry has {@code schema}
     * @param columns whose values differ, each of the schema
     */
    public EventPatterns(StreamSchema schema, int schemaId, List<String> columns) {
        body = EventBody.of(schema);
        header = WireFormat.header(schemaId, schema.format());
        StructNames names = new StructNames(schema.fields());
        positions = columns.stream().mapToInt(names::position).toArray();
    }

    /**
     * @param event from {@link EventReader#read} or {@link JsonEventDecoder#read}, as events of this schema
     * @throws RecordRejectedException if the schema's language can't carry the event
     */
    public EventPattern of(Map<String, @Nullable Object> event) throws RecordRejectedException {
        return body.pattern(header, (StructValue) event, positions);
    }
}
