package dev.weir.codec;

import dev.weir.codec.avro.AvroBodyReader;
import dev.weir.codec.format.BodyReader;
import dev.weir.codec.protobuf.ProtobufBodyReader;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Turns the values of a stream's records into Flink rows, whichever version of the schema wrote them.
 *
 * <p>Not thread-safe and not serialisable: each subtask creates its own in {@code open()}, from the schema's text.
 * Whether a record is rejected doesn't depend on the columns that are asked for.
 */
public final class StreamRowDecoder {

    private final StreamSchema schema;
    private final List<String> columns;
    private final WriterSchemas writers;
    private final Map<Integer, BodyReader> readers = new HashMap<>();
    private int latestId;
    private @Nullable BodyReader latest;

    /**
     * @param schema what the rows look like
     * @param registry knows the schemas that wrote the records
     * @param columns the fields of {@code schema} that the rows have, in this order
     * @throws IllegalArgumentException if the schema lacks one of the columns
     */
    public StreamRowDecoder(StreamSchema schema, SchemaRegistry registry, List<String> columns) {
        this(schema, new WriterSchemas(registry), columns);
    }

    StreamRowDecoder(StreamSchema schema, WriterSchemas writers, List<String> columns) {
        for (String column : columns) {
            if (schema.fields().find(column).isEmpty()) {
                throw new IllegalArgumentException("The schema has no column '" + column + "'");
            }
        }
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.writers = writers;
    }

    /**
     * Blocks while the registry is asked for a schema id that is new to this decoder.
     *
     * @param value Confluent wire format; null for a tombstone. The row may keep referring to the array, so nobody may
     *     change it afterwards
     * @return a row of kind INSERT, owned by the caller, whose nested values may be shared with other rows and must not
     *     be changed; null for a tombstone
     * @throws RecordRejectedException if the bytes don't fit the schema, or the registry answers that it doesn't know
     *     the schema id: don't retry, dead-letter it
     * @throws RegistryUnavailableException if the schema that wrote the record can't be fetched: decode the same record
     *     again later
     */
    public @Nullable RowData decode(byte @Nullable [] value)
            throws RecordRejectedException, RegistryUnavailableException {
        if (value == null) {
            return null;
        }
        ByteBuffer frame = ByteBuffer.wrap(value);
        int id = WireFormat.readSchemaId(frame);
        BodyReader reader = latest;
        if (reader == null || id != latestId) {
            reader = reader(id);
        }
        return reader.read(value, frame.position());
    }

    private BodyReader reader(int id) throws RecordRejectedException, RegistryUnavailableException {
        BodyReader reader = readers.get(id);
        if (reader == null) {
            reader = reader(writers.load(id));
            readers.put(id, reader);
        }
        latestId = id;
        latest = reader;
        return reader;
    }

    private BodyReader reader(StreamSchema writer) {
        if (schema instanceof AvroStreamSchema expected && writer instanceof AvroStreamSchema written) {
            return new AvroBodyReader(written.schema(), expected, columns);
        }
        if (schema instanceof ProtobufStreamSchema expected && writer instanceof ProtobufStreamSchema written) {
            return new ProtobufBodyReader(written, expected, columns);
        }
        return (bytes, from) -> {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "a record in " + schema.format(), "one in " + writer.format());
        };
    }
}
