package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Writers of values without parts; none takes a null. */
final class AvroScalarWriters {

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private AvroScalarWriters() {}

    static ValueWriter of(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return decimal(schema, decimal);
        }
        return switch (schema.getType()) {
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
            case INT -> (value, out) -> out.writeLong((Integer) value);
            case LONG -> int64(logical == null ? "" : logical.getName());
            case FLOAT -> (value, out) -> out.writeFloat((Float) value);
            case DOUBLE -> (value, out) -> out.writeDouble((Double) value);
            case STRING ->
                isUuid(logical) ? AvroScalarWriters::writeUuidText : (value, out) -> writeText((StringData) value, out);
            case BYTES -> (value, out) -> out.writeBytes((byte[]) value);
            case FIXED -> isUuid(logical) ? AvroScalarWriters::writeUuidBits : fixed(schema.getFixedSize());
            case ENUM -> enumeration(schema.getEnumSymbols());
            case NULL, UNION, RECORD, ARRAY, MAP -> throw new IllegalArgumentException(schema.getType() + " has parts");
        };
    }

    private static boolean isUuid(LogicalType logical) {
        return logical != null && logical.getName().equals("uuid");
    }

    static void writeText(StringData value, AvroOutput out) throws Rejection {
        byte[] bytes = value.toBytes();
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw Rejection.outOfRange("a string in UTF-8", "other bytes");
        }
        out.writeBytes(bytes);
    }

    private static ValueWriter int64(String logical) {
        return switch (logical) {
            case "timestamp-millis", "local-timestamp-millis" ->
                (value, out) -> out.writeLong(((TimestampData) value).getMillisecond());
            case "timestamp-micros", "local-timestamp-micros" -> (value, out) -> writeTimestamp(value, 1_000, out);
            case "timestamp-nanos", "local-timestamp-nanos" -> (value, out) -> writeTimestamp(value, 1_000_000, out);
            case "time-micros" ->
                (value, out) -> {
                    long micros = (Long) value;
                    if (micros < 0 || micros >= MICROS_PER_DAY) {
                        throw Rejection.outOfRange("microseconds within a day", "others");
                    }
                    out.writeLong(micros);
                };
            default -> (value, out) -> out.writeLong((Long) value);
        };
    }

    private static void writeTimestamp(Object value, int unitsPerMilli, AvroOutput out) throws Rejection {
        TimestampData timestamp = (TimestampData) value;
        int units = timestamp.getNanoOfMillisecond() / (1_000_000 / unitsPerMilli);
        try {
            long millis = timestamp.getMillisecond();
            // Before 1970 the whole milliseconds may lie below the range although the sum is within it.
            out.writeLong(
                    millis < 0
                            ? Math.addExact(Math.multiplyExact(millis + 1, unitsPerMilli), units - unitsPerMilli)
                            : Math.addExact(Math.multiplyExact(millis, unitsPerMilli), units));
        } catch (ArithmeticException e) {
            throw Rejection.outOfRange("a time that 64 bits hold in the schema's unit", "one beyond it");
        }
    }

    private static UUID uuid(Object value) throws Rejection {
        try {
            return UUID.fromString(value.toString());
        } catch (IllegalArgumentException e) {
            throw Rejection.outOfRange("a UUID", "another string");
        }
    }

    private static void writeUuidText(Object value, AvroOutput out) throws Rejection {
        uuid(value);
        writeText((StringData) value, out);
    }

    private static void writeUuidBits(Object value, AvroOutput out) throws Rejection {
        UUID uuid = uuid(value);
        out.writeRaw(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    private static ValueWriter fixed(int size) {
        return (value, out) -> {
            byte[] bytes = (byte[]) value;
            if (bytes.length != size) {
                throw Rejection.outOfRange(size + " bytes", bytes.length + " bytes");
            }
            out.writeRaw(bytes);
        };
    }

    private static ValueWriter enumeration(List<String> symbols) {
        Map<StringData, Integer> positions = new HashMap<>();
        for (int i = 0; i < symbols.size(); i++) {
            positions.put(StringData.fromString(symbols.get(i)), i);
        }
        return (value, out) -> {
            Integer position = positions.get(value);
            if (position == null) {
                throw Rejection.outOfRange("one of " + symbols, "another string");
            }
            out.writeLong(position);
        };
    }

    private static ValueWriter decimal(Schema schema, LogicalTypes.Decimal type) {
        return (value, out) -> {
            byte[] unscaled = unscaled((DecimalData) value, type);
            if (schema.getType() == Schema.Type.BYTES) {
                out.writeBytes(unscaled);
                return;
            }
            byte[] padding = new byte[schema.getFixedSize() - unscaled.length];
            Arrays.fill(padding, (byte) (unscaled[0] >> 7));
            out.writeRaw(padding);
            out.writeRaw(unscaled);
        };
    }

    private static byte[] unscaled(DecimalData value, LogicalTypes.Decimal type) throws Rejection {
        BigDecimal decimal = value.toBigDecimal();
        if (decimal.scale() != type.getScale() || decimal.precision() > type.getPrecision()) {
            throw Rejection.outOfRange(
                    "decimal(" + type.getPrecision() + "," + type.getScale() + ")",
                    "decimal(" + decimal.precision() + "," + decimal.scale() + ")");
        }
        return decimal.unscaledValue().toByteArray();
    }
}
