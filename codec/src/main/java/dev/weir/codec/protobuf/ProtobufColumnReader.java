package dev.weir.codec.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/**
 * Reads what one Protobuf schema wrote as another; fields are matched by number.
 *
 * <p>Stricter than Protobuf, which takes nearly any bytes for a message: the messages' names must match (without
 * package), fields that the writer's schema doesn't have are refused, and a field's type may only have widened.
 */
public final class ProtobufColumnReader implements BodyReader {

    private static final int MAX_DEPTH = 64;

    private final ProtobufStreamSchema writer;
    private final ProtobufStreamSchema reader;
    private final MessageToRow message;
    private final int[] positions;

    /** @param columns the fields of {@code reader} to read, in this order */
    public ProtobufColumnReader(ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        this.writer = writer;
        this.reader = reader;
        message = new MessageToRow(writer.message(), reader.message(), reader.fields());
        positions = columns.stream()
                .mapToInt(column -> reader.fields()
                        .fields()
                        .indexOf(reader.fields().find(column).orElseThrow()))
                .toArray();
    }

    @Override
    public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
        ByteBuffer frame = ByteBuffer.wrap(bytes, from, to - from);
        WireFormat.skipFirstMessageIndexes(frame);
        try {
            if (!writer.message().getName().equals(reader.message().getName())) {
                throw new Rejection(
                        RejectCode.WRONG_SCHEMA,
                        "message " + reader.message().getName(),
                        "message " + writer.message().getName());
            }
            project(message.row(parse(bytes, frame.position(), to)), into);
        } catch (Rejection rejection) {
            throw rejection.finish();
        }
    }

    private DynamicMessage parse(byte[] bytes, int from, int to) throws Rejection {
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
        in.setRecursionLimit(MAX_DEPTH);
        try {
            DynamicMessage parsed = DynamicMessage.newBuilder(writer.message())
                    .mergeFrom(in, ExtensionRegistryLite.getEmptyRegistry())
                    .buildPartial();
            in.checkLastTagWas(0);
            return parsed;
        } catch (InvalidProtocolBufferException e) {
            throw Rejection.malformed("one Protobuf message", "bytes that are none");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    /** All fields are read, so that what a query asks for never decides an event's fate. */
    private void project(GenericRowData all, Columns into) {
        for (int i = 0; i < positions.length; i++) {
            into.column(i).setInternal(into.rows(), all.getField(positions[i]));
        }
    }
}
