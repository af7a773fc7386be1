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
import java.util.Map;

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

    /** Fields stand in any order, so those that differ come last. */
    @Override
    public EventPattern pattern(byte[] header, StructValue event, int[] positions) throws RecordRejectedException {
        byte[] same = write(header, struct.without(event, positions));
        return values -> write(same, struct.only(positions, values));
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
        checkKnown(writer.parse(bytes, offset), message);
        return struct.value(withoutUnknown(parse(bytes, offset)), new FieldPath());
    }

    /** Refuses fields that the writer's schema doesn't have; within what the reader's lacks, nothing is checked. */
    private static void checkKnown(Message written, Descriptor wanted) throws RecordRejectedException {
        if (!written.getUnknownFields().isEmpty()) {
            throw new RecordRejectedException(
                    RejectCode.UNKNOWN_FIELD,
                    "",
                    "the fields of message '" + written.getDescriptorForType().getName() + "'",
                    "another number");
        }
        for (Map.Entry<FieldDescriptor, Object> field : written.getAllFields().entrySet()) {
            FieldDescriptor read = wanted.findFieldByNumber(field.getKey().getNumber());
            if (read != null && isStruct(field.getKey()) && isStruct(read)) {
                List<?> values = field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
                for (Object value : values) {
                    checkKnown(value, read);
                }
            }
        }
    }

    /** The same for a value of a field; what a map's entry has beside key and value is nobody's. */
    private static void checkKnown(Object value, FieldDescriptor wanted) throws RecordRejectedException {
        Message message = (Message) value;
        if (!wanted.isMapField()) {
            checkKnown(message, wanted.getMessageType());
            return;
        }
        FieldDescriptor written = message.getDescriptorForType().findFieldByNumber(2);
        FieldDescriptor read = wanted.getMessageType().findFieldByNumber(2);
        if (isStruct(written) && isStruct(read)) {
            checkKnown(message.getField(written), read);
        }
    }

    /** Whether a field holds messages of the file itself, not Google's for times and wrapped values. */
    private static boolean isStruct(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.getMessageType().getFullName().startsWith("google.protobuf.");
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
