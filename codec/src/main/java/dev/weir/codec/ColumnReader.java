package dev.weir.codec;

import dev.weir.codec.avro.AvroColumnReader;
import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Columns;
import dev.weir.codec.protobuf.ProtobufColumnReader;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.FieldType;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a stream's records into columns, whichever version of the schema wrote them.
 *
 * <p>Not thread-safe and not serialisable: each subtask creates its own, from the schema's text. Whether a record is
 * rejected doesn't depend on the columns that are asked for.
 */
public final class ColumnReader {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final StreamSchema schema;
    private final List<String> names;
    private final List<FieldType.Field> fields;
    private final WriterSchemas writers;
    private final Map<Integer, BodyReader> readers = new HashMap<>();
    private int latestId;
    private @Nullable BodyReader latest;

    /**
     * @param schema what the columns look like
     * @param registry knows the schemas that wrote the records
     * @param columns the fields of {@code schema} to read, in this order
     * @throws IllegalArgumentException if the schema lacks one of the columns
     */
    public ColumnReader(StreamSchema schema, SchemaRegistry registry, List<String> columns) {
        this(schema, new WriterSchemas(registry), columns);
    }

    ColumnReader(StreamSchema schema, WriterSchemas writers, List<String> columns) {
        this.schema = schema;
        this.writers = writers;
        names = List.copyOf(columns);
        fields = columns.stream()
                .map(column -> schema.fields()
                        .find(column)
                        .orElseThrow(() -> new IllegalArgumentException("The schema has no column '" + column + "'")))
                .toList();
    }

    /** Empty columns of the fields that are read. */
    public Columns columns(int expectedRows) {
        return new Columns(fields, expectedRows);
    }

    /**
     * Appends one record. Blocks while the registry is asked for a schema id that is new to this reader.
     *
     * @param bytes has a value in Confluent's wire format, and others beside it; not kept
     * @param from where it begins
     * @param to where it ends
     * @param into made by {@link #columns}
     * @throws RecordRejectedException if the bytes don't fit the schema, or the registry answers that it doesn't know
     *     the schema id: don't retry, dead-letter it. Nothing is appended
     * @throws RegistryUnavailableException if the schema that wrote the record can't be fetched: read the same record
     *     again later. Nothing is appended
     */
    public void read(byte[] bytes, int from, int to, Columns into)
            throws RecordRejectedException, RegistryUnavailableException {
        int id = schemaId(bytes, from, to);
        BodyReader reader = latest;
        if (reader == null || id != latestId) {
            reader = reader(id);
        }
        into.reserve();
        reader.read(bytes, from + WireFormat.HEADER_BYTES, to, into);
        into.endRow();
    }

    private static int schemaId(byte[] bytes, int from, int to) throws RecordRejectedException {
        return to - from >= WireFormat.HEADER_BYTES && bytes[from] == 0
                ? (int) INTS.get(bytes, from + 1)
                : WireFormat.readSchemaId(ByteBuffer.wrap(bytes, from, to - from));
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
            return new AvroColumnReader(written.schema(), expected, names);
        }
        if (schema instanceof ProtobufStreamSchema expected && writer instanceof ProtobufStreamSchema written) {
            return new ProtobufColumnReader(written, expected, names);
        }
        return (bytes, from, to, into) -> {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "a record in " + schema.format(), "one in " + writer.format());
        };
    }
}
