package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RejectCode;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/** Turns messages of the writer's type into rows of the reader's. */
final class MessageToRow {

    private final String name;
    private final FieldToValue[] fields;

    MessageToRow(Descriptor writer, Descriptor reader, FieldType.Struct struct) {
        name = writer.getName();
        fields = new FieldToValue[struct.fields().size()];
        for (int i = 0; i < fields.length; i++) {
            FieldType.Field field = struct.fields().get(i);
            FieldDescriptor read = reader.findFieldByName(field.name());
            fields[i] = FieldToValue.of(writer.findFieldByNumber(read.getNumber()), read, field);
        }
    }

    GenericRowData row(Message message) throws Rejection {
        if (!message.getUnknownFields().isEmpty()) {
            throw new Rejection(RejectCode.UNKNOWN_FIELD, "the fields of message '" + name + "'", "another number");
        }
        GenericRowData row = new GenericRowData(fields.length);
        for (int i = 0; i < fields.length; i++) {
            try {
                row.setField(i, fields[i].value(message));
            } catch (Rejection rejection) {
                throw rejection.inField(fields[i].name);
            }
        }
        return row;
    }

    /** One field of the row. */
    private static final class FieldToValue {

        private final String name;
        private final @Nullable FieldDescriptor written;
        private final ProtobufToInternal conversion;
        private final @Nullable Object absent;

        private FieldToValue(
                String name,
                @Nullable FieldDescriptor written,
                ProtobufToInternal conversion,
                @Nullable Object absent) {
            this.name = name;
            this.written = written;
            this.conversion = conversion;
            this.absent = absent;
        }

        static FieldToValue of(@Nullable FieldDescriptor written, FieldDescriptor read, FieldType.Field field) {
            Object absent = field.nullable() ? null : ProtobufZero.of(field.type());
            ProtobufToInternal conversion =
                    written == null ? value -> value : ProtobufToInternal.of(written, read, field.type());
            return new FieldToValue(field.name(), written, conversion, absent);
        }

        @Nullable
        Object value(Message message) throws Rejection {
            if (written == null || written.hasPresence() && !message.hasField(written)) {
                return absent;
            }
            return conversion.convert(message.getField(written));
        }
    }
}
