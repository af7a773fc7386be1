package dev.weir.codec;

import dev.weir.codec.avro.AvroBodyWriter;
import dev.weir.codec.format.BodyWriter;
import dev.weir.codec.format.Rejection;
import dev.weir.codec.protobuf.ProtobufBodyWriter;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Turns Flink rows into the values of a stream's records.
 *
 * <p>Not thread-safe and not serialisable: each subtask creates its own in {@code open()}, from the schema's text and
 * the id that the schema has in the registry. It never asks the registry.
 */
public final class StreamRowEncoder {

    private final byte[] header;
    private final BodyWriter body;

    /** @param schemaId the id that the registry gave {@code schema} */
    public StreamRowEncoder(StreamSchema schema, int schemaId) {
        RowType type = FlinkTypes.rowType(schema.fields());
        header = WireFormat.header(schemaId, schema.format());
        body = writer(schema, type);
    }

    private static BodyWriter writer(StreamSchema schema, RowType type) {
        if (schema instanceof AvroStreamSchema avro) {
            return new AvroBodyWriter(avro.schema(), type);
        }
        return new ProtobufBodyWriter((ProtobufStreamSchema) schema, type);
    }

    /**
     * @param row has the type {@code FlinkTypes.rowType(schema.fields())}; its kind is not looked at
     * @return Confluent wire format, owned by the caller
     * @throws RecordRejectedException if a value has no place in the schema although its SQL type has: a null in a
     *     field that must be there, a string that is no symbol of the enum or no UUID, bytes of another length, a time
     *     beyond the schema's range. The query that made the row is wrong; the same row is refused again
     */
    public byte[] encode(RowData row) throws RecordRejectedException {
        try {
            return body.write(header, row);
        } catch (Rejection rejection) {
            throw rejection.finish();
        }
    }
}
