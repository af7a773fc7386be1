package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RejectCode;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Turns rows into messages. */
final class RowToMessage {

    private final Descriptor descriptor;
    private final List<FieldType.Field> fields;
    private final FieldDescriptor[] targets;
    private final RowData.FieldGetter[] getters;
    private final InternalToProtobuf[] conversions;

    RowToMessage(Descriptor descriptor, FieldType.Struct struct, RowType type) {
        this.descriptor = descriptor;
        fields = struct.fields();
        targets = new FieldDescriptor[fields.size()];
        getters = new RowData.FieldGetter[targets.length];
        conversions = new InternalToProtobuf[targets.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = descriptor.findFieldByName(fields.get(i).name());
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i).copy(true), i);
            conversions[i] = InternalToProtobuf.of(targets[i], fields.get(i).type(), type.getTypeAt(i));
        }
    }

    DynamicMessage message(RowData row) throws Rejection {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        for (int i = 0; i < targets.length; i++) {
            try {
                Object value = getters[i].getFieldOrNull(row);
                if (value != null) {
                    checkOnlyChoice(message, targets[i].getContainingOneof());
                    message.setField(targets[i], conversions[i].convert(value));
                } else if (!fields.get(i).nullable()) {
                    throw new Rejection(RejectCode.MISSING_FIELD, "a value", "null");
                }
            } catch (Rejection rejection) {
                throw rejection.inField(fields.get(i).name());
            }
        }
        return message.build();
    }

    private static void checkOnlyChoice(DynamicMessage.Builder message, @Nullable OneofDescriptor choice)
            throws Rejection {
        if (choice != null && message.hasOneof(choice)) {
            throw Rejection.outOfRange("at most one field of '" + choice.getName() + "'", "a second one");
        }
    }
}
