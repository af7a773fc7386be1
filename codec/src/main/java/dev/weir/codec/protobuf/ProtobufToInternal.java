package dev.weir.codec.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RejectCode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/** Turns the library's value of a field of the writer's schema into Flink's internal one of the reader's. */
interface ProtobufToInternal {

    Object convert(Object value) throws Rejection;

    /** A conversion that rejects every value if the writer's type can't become the reader's. */
    static ProtobufToInternal of(FieldDescriptor written, FieldDescriptor read, FieldType type) {
        if (written.isRepeated() != read.isRepeated() || written.isMapField() != read.isMapField()) {
            return mismatch(written, read);
        } else if (type instanceof FieldType.MapOf map) {
            return map(written.getMessageType(), read.getMessageType(), map);
        } else if (type instanceof FieldType.ListOf list) {
            return list(single(written, read, list.element()));
        }
        return single(written, read, type);
    }

    private static ProtobufToInternal list(ProtobufToInternal element) {
        return value -> {
            List<?> list = (List<?>) value;
            Object[] elements = new Object[list.size()];
            for (int i = 0; i < elements.length; i++) {
                try {
                    elements[i] = element.convert(list.get(i));
                } catch (Rejection rejection) {
                    throw rejection.inElement(i);
                }
            }
            return new GenericArrayData(elements);
        };
    }

    private static ProtobufToInternal map(Descriptor writtenEntry, Descriptor readEntry, FieldType.MapOf type) {
        FieldDescriptor writtenKey = writtenEntry.findFieldByNumber(1);
        FieldDescriptor writtenValue = writtenEntry.findFieldByNumber(2);
        ProtobufToInternal key = single(writtenKey, readEntry.findFieldByNumber(1), FieldType.Scalar.STRING);
        ProtobufToInternal content = single(writtenValue, readEntry.findFieldByNumber(2), type.value());
        return value -> {
            Map<Object, Object> map = new HashMap<>();
            int i = 0;
            try {
                for (Object each : (List<?>) value) {
                    Message entry = (Message) each;
                    map.put(key.convert(entry.getField(writtenKey)), content.convert(entry.getField(writtenValue)));
                    i++;
                }
            } catch (Rejection rejection) {
                throw rejection.inElement(i);
            }
            return new GenericMapData(map);
        };
    }

    private static ProtobufToInternal single(FieldDescriptor written, FieldDescriptor read, FieldType type) {
        if (read.getType() == FieldDescriptor.Type.MESSAGE) {
            return written.getType() == FieldDescriptor.Type.MESSAGE
                    ? message(written, read, type)
                    : mismatch(written, read);
        }
        ProtobufToInternal scalar = scalar(written, read, type);
        return scalar == null ? mismatch(written, read) : scalar;
    }

    private static ProtobufToInternal message(FieldDescriptor written, FieldDescriptor read, FieldType type) {
        Descriptor message = written.getMessageType();
        if (type instanceof FieldType.Struct struct) {
            MessageToRow nested = new MessageToRow(message, read.getMessageType(), struct);
            return value -> nested.row((Message) value);
        } else if (!message.getFullName().equals(read.getMessageType().getFullName())) {
            return mismatch(written, read);
        } else if (type instanceof FieldType.Timestamp) {
            return new ProtobufTimestamps(message)::internal;
        }
        // A wrapper, such as google.protobuf.StringValue.
        FieldDescriptor wrapped = message.findFieldByNumber(1);
        ProtobufToInternal scalar = single(wrapped, wrapped, type);
        return value -> scalar.convert(((Message) value).getField(wrapped));
    }

    private static ProtobufToInternal mismatch(FieldDescriptor written, FieldDescriptor read) {
        return value -> {
            throw new Rejection(RejectCode.WRONG_SCHEMA, describe(read), describe(written));
        };
    }

    private static String describe(FieldDescriptor field) {
        return (field.isRepeated() ? "repeated " : "") + field.getType().name().toLowerCase(Locale.ROOT);
    }

    /** Null if there is no way. Widening only: every value of the writer's type is one of the reader's. */
    private static @Nullable ProtobufToInternal scalar(
            FieldDescriptor written, FieldDescriptor read, FieldType target) {
        return switch (written.getType()) {
            case BOOL -> target == FieldType.Scalar.BOOLEAN ? value -> value : null;
            case INT32, SINT32, SFIXED32 ->
                target == FieldType.Scalar.INT32
                        ? value -> value
                        : target == FieldType.Scalar.INT64 ? value -> (long) (Integer) value : null;
            case INT64, SINT64, SFIXED64 -> target == FieldType.Scalar.INT64 ? value -> value : null;
            case UINT32, FIXED32 ->
                target == FieldType.Scalar.INT64
                        ? value -> Integer.toUnsignedLong((Integer) value)
                        : target instanceof FieldType.Decimal
                                ? value -> unsigned(Integer.toUnsignedString((Integer) value))
                                : null;
            case UINT64, FIXED64 ->
                target instanceof FieldType.Decimal ? value -> unsigned(Long.toUnsignedString((Long) value)) : null;
            case FLOAT ->
                target == FieldType.Scalar.FLOAT32
                        ? value -> value
                        : target == FieldType.Scalar.FLOAT64 ? value -> (double) (Float) value : null;
            case DOUBLE -> target == FieldType.Scalar.FLOAT64 ? value -> value : null;
            case STRING ->
                target == FieldType.Scalar.STRING
                        ? value -> StringData.fromString((String) value)
                        : target == FieldType.Scalar.BYTES
                                ? value ->
                                        ByteString.copyFromUtf8((String) value).toByteArray()
                                : null;
            case BYTES -> target == FieldType.Scalar.BYTES ? value -> ((ByteString) value).toByteArray() : null;
            case ENUM -> target instanceof FieldType.Enumeration ? value -> symbol(value, read.getEnumType()) : null;
            case MESSAGE, GROUP -> null;
        };
    }

    private static DecimalData unsigned(String digits) {
        return DecimalData.fromBigDecimal(new BigDecimal(digits), 20, 0);
    }

    /** Symbols are matched by number, like fields. */
    private static StringData symbol(Object value, EnumDescriptor read) throws Rejection {
        EnumValueDescriptor symbol = read.findValueByNumber(((EnumValueDescriptor) value).getNumber());
        if (symbol == null) {
            throw Rejection.outOfRange("a symbol of enum " + read.getName(), "another number");
        }
        return StringData.fromString(symbol.getName());
    }
}
