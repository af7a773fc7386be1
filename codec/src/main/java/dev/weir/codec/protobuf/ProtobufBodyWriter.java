package dev.weir.codec.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import dev.weir.codec.format.BodyWriter;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.ProtobufStreamSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes rows as the first message of one Protobuf schema. */
public final class ProtobufBodyWriter implements BodyWriter {

    private final RowToMessage rows;

    /** @param type the rows' type, with the schema's fields in its order */
    public ProtobufBodyWriter(ProtobufStreamSchema schema, RowType type) {
        rows = new RowToMessage(schema.message(), schema.fields(), type);
    }

    @Override
    public byte[] write(byte[] header, RowData row) throws Rejection {
        DynamicMessage message = rows.message(row);
        byte[] bytes = Arrays.copyOf(header, header.length + message.getSerializedSize());
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, header.length, bytes.length - header.length);
        try {
            message.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes;
    }
}
