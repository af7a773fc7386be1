package dev.weir.codec.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.contract.FieldType;
import dev.weir.contract.ProtobufStreamSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** What Protobuf's own parser reads, as rows: values go by way of their exact numbers and texts. */
final class MessageRows {

    private static final BigInteger ONE = BigInteger.ONE;

    private MessageRows() {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Null if the body must be refused. */
    static @Nullable GenericRowData row(
            byte[] body, ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(writer.message(), body);
            GenericRowData all = struct(message, reader.message().getFields(), reader.fields());
            GenericRowData row = new GenericRowData(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                int place = reader.fields()
                        .fields()
                        .indexOf(reader.fields().find(column).orElseThrow());
                row.setField(i, all.getField(place));
            }
            return row;
        } catch (InvalidProtocolBufferException | Refused e) {
            return null;
        }
    }

    private static GenericRowData struct(Message message, List<FieldDescriptor> read, FieldType.Struct types) {
        refuseUnless(message.getUnknownFields().asMap().isEmpty());
        GenericRowData row = new GenericRowData(read.size());
        for (int i = 0; i < read.size(); i++) {
            FieldType.Field field = types.fields().get(i);
            FieldDescriptor written =
                    message.getDescriptorForType().findFieldByNumber(read.get(i).getNumber());
            if (written == null || written.hasPresence() && !message.hasField(written)) {
                row.setField(i, field.nullable() ? null : ProtobufZero.of(field.type()));
            } else {
                row.setField(i, value(message.getField(written), written, read.get(i), field.type()));
            }
        }
        return row;
    }

    private static Object value(Object value, FieldDescriptor written, FieldDescriptor read, FieldType type) {
        refuseUnless(written.isRepeated() == read.isRepeated() && written.isMapField() == read.isMapField());
        if (type instanceof FieldType.MapOf map) {
            Map<Object, Object> entries = new HashMap<>();
            for (Object each : (List<?>) value) {
                Message entry = (Message) each;
                FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
                FieldDescriptor content = entry.getDescriptorForType().findFieldByNumber(2);
                FieldDescriptor readContent = read.getMessageType().findFieldByNumber(2);
                entries.put(
                        StringData.fromString((String) entry.getField(key)),
                        single(entry.getField(content), content, readContent, map.value()));
            }
            return new GenericMapData(entries);
        } else if (type instanceof FieldType.ListOf list) {
            return new GenericArrayData(((List<?>) value)
                    .stream()
                            .map(each -> single(each, written, read, list.element()))
                            .toArray());
        }
        return single(value, written, read, type);
    }

    private static Object single(Object value, FieldDescriptor written, FieldDescriptor read, FieldType type) {
        refuseUnless((read.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                == (written.getJavaType() == FieldDescriptor.JavaType.MESSAGE));
        if (value instanceof Message message) {
            if (type instanceof FieldType.Struct struct) {
                return struct(message, read.getMessageType().getFields(), struct);
            }
            refuseUnless(written.getMessageType()
                    .getFullName()
                    .equals(read.getMessageType().getFullName()));
            FieldDescriptor first = message.getDescriptorForType().findFieldByNumber(1);
            return type instanceof FieldType.Timestamp
                    ? time(message)
                    : single(message.getField(first), first, first, type);
        } else if (type instanceof FieldType.Enumeration) {
            refuseUnless(value instanceof EnumValueDescriptor);
            EnumValueDescriptor symbol =
                    read.getEnumType().findValueByNumber(((EnumValueDescriptor) value).getNumber());
            refuseUnless(symbol != null);
            return StringData.fromString(symbol.getName());
        } else if (type == FieldType.Scalar.STRING) {
            refuseUnless(value instanceof String);
            return StringData.fromString((String) value);
        } else if (type == FieldType.Scalar.BYTES) {
            refuseUnless(value instanceof String || value instanceof ByteString);
            return value instanceof String text
                    ? ByteString.copyFromUtf8(text).toByteArray()
                    : ((ByteString) value).toByteArray();
        } else if (type == FieldType.Scalar.BOOLEAN) {
            refuseUnless(value instanceof Boolean);
            return value;
        } else if (type == FieldType.Scalar.FLOAT32 || type == FieldType.Scalar.FLOAT64) {
            boolean isDouble = type == FieldType.Scalar.FLOAT64;
            refuseUnless(value instanceof Float || isDouble && value instanceof Double);
            return isDouble ? (Object) ((Number) value).doubleValue() : value;
        }
        return integer(value, written, type);
    }

    private static Object time(Message message) {
        long seconds = (Long) message.getField(message.getDescriptorForType().findFieldByNumber(1));
        int nanos = (Integer) message.getField(message.getDescriptorForType().findFieldByNumber(2));
        refuseUnless(nanos >= 0 && nanos < 1_000_000_000);
        refuseUnless(seconds >= Instant.parse("0001-01-01T00:00:00Z").getEpochSecond()
                && seconds <= Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());
        return TimestampData.fromInstant(Instant.ofEpochSecond(seconds, nanos));
    }

    /** The reader's type must have every number of the writer's. */
    private static Object integer(Object value, FieldDescriptor written, FieldType type) {
        refuseUnless(value instanceof Integer || value instanceof Long);
        int bits = value instanceof Integer ? 32 : 64;
        boolean unsigned = written.getType().name().matches("UINT.*|FIXED.*");
        int targetBits = type == FieldType.Scalar.INT32 ? 31 : type == FieldType.Scalar.INT64 ? 63 : 64;
        refuseUnless((unsigned ? bits : bits - 1) <= targetBits && (unsigned || targetBits < 64));
        BigInteger number = BigInteger.valueOf(((Number) value).longValue());
        if (unsigned) {
            number = number.and(ONE.shiftLeft(bits).subtract(ONE));
        }
        if (type == FieldType.Scalar.INT32) {
            return number.intValueExact();
        }
        return type == FieldType.Scalar.INT64
                ? (Object) number.longValueExact()
                : DecimalData.fromBigDecimal(new BigDecimal(number), 20, 0);
    }

    private static void refuseUnless(boolean fits) {
        if (!fits) {
            throw new Refused();
        }
    }
}
