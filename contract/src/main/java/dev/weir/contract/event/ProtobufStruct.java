package dev.weir.contract.event;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import org.jspecify.annotations.Nullable;

/** One message type: plain values to a message and back, and what its fields are when left out. Immutable. */
final class ProtobufStruct implements AbsentValues {

    private final Descriptor descriptor;
    private final StructNames names;
    private final FieldDescriptor[] fields;
    private final Field[] types;
    private final ProtobufField[] codecs;

    ProtobufStruct(Descriptor descriptor, Struct struct) {
        this.descriptor = descriptor;
        names = new StructNames(struct);
        types = struct.fields().toArray(Field[]::new);
        fields = new FieldDescriptor[types.length];
        codecs = new ProtobufField[types.length];
        for (int i = 0; i < types.length; i++) {
            fields[i] = descriptor.findFieldByName(types[i].name());
            codecs[i] = ProtobufField.of(fields[i], types[i].type());
        }
    }

    DynamicMessage message(StructValue values, FieldPath path) throws RecordRejectedException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        for (int i = 0; i < fields.length; i++) {
            Object value = values.at(i);
            if (value == null) {
                continue;
            }
            path.enterField(names.name(i));
            if (fields[i].getContainingOneof() != null && message.hasOneof(fields[i].getContainingOneof())) {
                throw path.rejected(
                        RejectCode.OUT_OF_RANGE,
                        "at most one field of '"
                                + fields[i].getContainingOneof().getName() + "'",
                        "a second one");
            }
            message.setField(fields[i], codecs[i].write(value, path));
            path.leave();
        }
        return message.build();
    }

    /** The event, with null at these positions. */
    StructValue without(StructValue event, int[] positions) {
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = event.at(i);
        }
        for (int position : positions) {
            values[position] = null;
        }
        return new StructValue(names, values);
    }

    /** An event of nothing but these values. */
    StructValue only(int[] positions, @Nullable Object[] values) {
        @Nullable Object[] all = new Object[fields.length];
        for (int i = 0; i < positions.length; i++) {
            all[positions[i]] = values[i];
        }
        return new StructValue(names, all);
    }

    StructValue value(Message message, FieldPath path) throws RecordRejectedException {
        if (!message.getUnknownFields().isEmpty()) {
            throw path.rejected(
                    RejectCode.UNKNOWN_FIELD,
                    "the fields of message '" + descriptor.getName() + "'",
                    "an unknown field of number "
                            + message.getUnknownFields()
                                    .asMap()
                                    .keySet()
                                    .iterator()
                                    .next());
        }
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            if (!fields[i].hasPresence() || message.hasField(fields[i])) {
                path.enterField(names.name(i));
                values[i] = codecs[i].read(message.getField(fields[i]), path);
                path.leave();
            } else if (!types[i].nullable()) {
                values[i] = value(names.name(i));
            }
        }
        return new StructValue(names, values);
    }

    /** Protobuf requires nothing: a field that is left out is null if it may be, else its type's zero. */
    @Override
    public boolean required(String field) {
        return false;
    }

    @Override
    public @Nullable Object value(String field) {
        int position = names.position(field);
        return types[position].nullable() ? null : codecs[position].zero();
    }

    @Override
    public AbsentValues within(String field) {
        return codecs[names.position(field)].absentValues();
    }
}
