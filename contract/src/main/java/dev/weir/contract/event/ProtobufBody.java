package dev.weir.contract.event;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.contract.ProtobufStreamSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

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
        return struct.value(parse(bytes, offset), new FieldPath());
    }

    /** The event of another version of the schema; fields that this one lacks are left out. */
    StructValue readFrom(ProtobufBody writer, byte[] bytes, int offset) throws RecordRejectedException {
        if (!writer.message.getName().equals(message.getName())) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "message " + message.getName(), "message " + writer.message.getName());
        }
        return struct.value(withoutUnknown(parse(bytes, offset)), new FieldPath());
    }

    private static Message withoutUnknown(Message message) {
        DynamicMessage.Builder known = DynamicMessage.newBuilder(message.getDescriptorForType());
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                known.setField(field, value);
            } else if (field.isRepeated()) {
                ((List<?>) value).forEach(each -> known.addRepeatedField(field, withoutUnknown((Message) each)));
            } else {
                known.setField(field, withoutUnknown((Message) value));
            }
        });
        return known.build();
    }

    private DynamicMessage parse(byte[] bytes, int offset) throws RecordRejectedException {
        CodedInputStream input = CodedInputStream.newInstance(bytes, offset, bytes.length - offset);
        input.setRecursionLimit(BoundedJson.MAX_DEPTH);
        try {
            DynamicMessage parsed = DynamicMessage.newBuilder(message)
                    .mergeFrom(input, ExtensionRegistryLite.getEmptyRegistry())
                    .buildPartial();
            input.checkLastTagWas(0);
            return parsed;
        } catch (InvalidProtocolBufferException e) {
            throw new RecordRejectedException(RejectCode.MALFORMED, "", "one Protobuf message", "bytes that are none");
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be read", e);
        }
    }
}
