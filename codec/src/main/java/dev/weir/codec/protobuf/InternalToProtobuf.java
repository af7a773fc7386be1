package dev.weir.codec.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Utf8;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RejectCode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/** Turns Flink's internal value, not null, into the library's value of a field. */
interface InternalToProtobuf {

    Object convert(Object value) throws Rejection;

    static InternalToProtobuf of(FieldDescriptor field, FieldType type, LogicalType logical) {
        if (type instanceof FieldType.MapOf map) {
            return map(field.getMessageType(), map.value(), ((MapType) logical).getValueType());
        } else if (type instanceof FieldType.ListOf list) {
            LogicalType element = ((ArrayType) logical).getElementType();
            InternalToProtobuf conversion = single(field, list.element(), element);
            ArrayData.ElementGetter getter = ArrayData.createElementGetter(element.copy(true));
            return value -> elements((ArrayData) value, getter, conversion);
        }
        return single(field, type, logical);
    }

    private static List<Object> elements(ArrayData array, ArrayData.ElementGetter getter, InternalToProtobuf conversion)
            throws Rejection {
        List<Object> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            try {
                Object element = getter.getElementOrNull(array, i);
                if (element == null) {
                    throw new Rejection(RejectCode.MISSING_FIELD, "a value", "null");
                }
                elements.add(conversion.convert(element));
            } catch (Rejection rejection) {
                throw rejection.inElement(i);
            }
        }
        return elements;
    }

    private static InternalToProtobuf map(Descriptor entry, FieldType content, LogicalType logical) {
        FieldDescriptor key = entry.findFieldByNumber(1);
        FieldDescriptor value = entry.findFieldByNumber(2);
        InternalToProtobuf keys = scalar(key);
        InternalToProtobuf values = single(value, content, logical);
        ArrayData.ElementGetter valueOf = ArrayData.createElementGetter(logical.copy(true));
        return from -> {
            MapData map = (MapData) from;
            ArrayData keyArray = map.keyArray();
            List<Object> converted = elements(map.valueArray(), valueOf, values);
            for (int i = 0; i < converted.size(); i++) {
                converted.set(
                        i,
                        DynamicMessage.newBuilder(entry)
                                .setField(key, keys.convert(keyArray.getString(i)))
                                .setField(value, converted.get(i))
                                .build());
            }
            return converted;
        };
    }

    private static InternalToProtobuf single(FieldDescriptor field, FieldType type, LogicalType logical) {
        if (field.getType() != FieldDescriptor.Type.MESSAGE) {
            return scalar(field);
        }
        Descriptor message = field.getMessageType();
        if (type instanceof FieldType.Struct struct) {
            RowToMessage nested = new RowToMessage(message, struct, (RowType) logical);
            return value -> nested.message((RowData) value);
        } else if (type instanceof FieldType.Timestamp) {
            return new ProtobufTimestamps(message)::message;
        }
        FieldDescriptor wrapped = message.findFieldByNumber(1);
        InternalToProtobuf scalar = scalar(wrapped);
        return value -> DynamicMessage.newBuilder(message)
                .setField(wrapped, scalar.convert(value))
                .build();
    }

    private static InternalToProtobuf scalar(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> InternalToProtobuf::text;
            case BYTES -> value -> ByteString.copyFrom((byte[]) value);
            case ENUM -> value -> symbol(field, value);
            case UINT32, FIXED32 -> value -> (int) unsigned(BigInteger.valueOf((Long) value), 32);
            case UINT64, FIXED64 ->
                value -> unsigned(((DecimalData) value).toBigDecimal().toBigInteger(), 64);
            default -> value -> value;
        };
    }

    private static String text(Object value) throws Rejection {
        byte[] bytes = ((StringData) value).toBytes();
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw Rejection.outOfRange("a string in UTF-8", "other bytes");
        }
        return value.toString();
    }

    private static EnumValueDescriptor symbol(FieldDescriptor field, Object value) throws Rejection {
        EnumValueDescriptor symbol = field.getEnumType().findValueByName(value.toString());
        if (symbol == null) {
            throw Rejection.outOfRange("a symbol of " + field.getEnumType().getName(), "another string");
        }
        return symbol;
    }

    private static long unsigned(BigInteger value, int bits) throws Rejection {
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw Rejection.outOfRange("an unsigned integer of " + bits + " bits", "a number beyond");
        }
        return value.longValue();
    }
}
