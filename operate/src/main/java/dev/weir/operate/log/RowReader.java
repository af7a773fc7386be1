package dev.weir.operate.log;

import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.EventReader;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads record values, whichever schema wrote them, as readers of one schema see them. Not thread-safe. */
public final class RowReader {

    private final SchemaRegistry registry;
    private final StreamSchema schema;
    private final Map<Integer, Optional<EventReader>> readers = new HashMap<>();

    public RowReader(SchemaRegistry registry, StreamSchema schema) {
        this.registry = registry;
        this.schema = schema;
    }

    /**
     * Plain values by column.
     *
     * @param value Confluent wire format
     * @throws RecordRejectedException if it isn't an event that the schema can read, or the registry doesn't know its id
     * @throws RegistryUnavailableException if the registry can't be asked: read the same value again later
     */
    public Map<String, @Nullable Object> read(byte[] value)
            throws RecordRejectedException, RegistryUnavailableException {
        int id = WireFormat.readSchemaId(ByteBuffer.wrap(value));
        Optional<EventReader> reader = readers.get(id);
        if (reader == null) {
            // Registries number from 1.
            Optional<StreamSchema> writer = id < 1 ? Optional.empty() : registry.find(id);
            reader = writer.map(found -> new EventReader(found, schema));
            readers.put(id, reader);
        }
        if (reader.isEmpty()) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "a schema that the registry knows", "schema id " + id);
        }
        return reader.get().read(value);
    }
}
