package dev.weir.codec.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RejectCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/** Reads bodies with Protobuf's own parser: whatever they are, and knows what is wrong with them. */
final class CarefulMessages {

    private static final int MAX_DEPTH = 64;

    private final ProtobufStreamSchema writer;
    private final ProtobufStreamSchema reader;
    private final MessageToRow message;
    private final int[] positions;

    CarefulMessages(ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        this.writer = writer;
        this.reader = reader;
        message = new MessageToRow(writer.message(), reader.message(), reader.fields());
        positions = columns.stream()
                .mapToInt(column -> reader.fields()
                        .fields()
                        .indexOf(reader.fields().find(column).orElseThrow()))
                .toArray();
    }

    /** Sets the row behind the last. All fields are read, so that what a query asks for never decides an event's fate. */
    void read(byte[] bytes, int from, int to, Columns into) throws Rejection {
        if (!writer.message().getName().equals(reader.message().getName())) {
            throw new Rejection(
                    RejectCode.WRONG_SCHEMA,
                    "message " + reader.message().getName(),
                    "message " + writer.message().getName());
        }
        GenericRowData all = message.row(parse(bytes, from, to));
        for (int i = 0; i < positions.length; i++) {
            into.column(i).setInternal(into.rows(), all.getField(positions[i]));
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
}
