package dev.weir.contract.event;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.contract.ProtobufStreamSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** A Protobuf message, by the library's own dynamic messages. */
final class ProtobufBody implements EventBody {

    private final Descriptor message;
    private final ProtobufStruct struct;

    ProtobufBody(ProtobufStreamSchema schema) {
        message = schema.message();
        struct = new ProtobufStruct(schema.message(), schema.fields());
    }

    @Override
    public AbsentValues absentValues() {
        return struct;
    }

    @Override
    public byte[] write(byte[] header, StructValue event) throws RecordRejectedException {
        DynamicMessage built = struct.message(event, new FieldPath());
        byte[] bytes = Arrays.copyOf(header, header.length + built.getSerializedSize());
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, header.length, bytes.length - header.length);
        try {
            built.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("An array of the right size can't fail to be written", e);
        }
        return bytes;
    }

    @Override
    public StructValue read(byte[] bytes, int offset) throws RecordRejectedException {
        FieldPath path = new FieldPath();
        CodedInputStream input = CodedInputStream.newInstance(bytes, offset, bytes.length - offset);
        input.setRecursionLimit(BoundedJson.MAX_DEPTH);
        try {
            DynamicMessage parsed = DynamicMessage.newBuilder(message)
                    .mergeFrom(input, ExtensionRegistryLite.getEmptyRegistry())
                    .buildPartial();
            input.checkLastTagWas(0);
            return struct.value(parsed, path);
        } catch (InvalidProtocolBufferException e) {
            throw path.rejected(RejectCode.MALFORMED, "one Protobuf message", "bytes that are none");
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be read", e);
        }
    }
}
