package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes a plain value as Avro binary. Made once per field; immutable. */
interface AvroWriter {

    void write(Object value, Encoder out, FieldPath path) throws IOException, RecordRejectedException;

    /** @param schema without null: a union of null and one type is written by {@link #orNull} */
    static AvroWriter of(Schema schema, FieldType type) {
        if (type instanceof Scalar scalar) {
            return ofScalar(scalar, schema);
        }
        if (type instanceof Decimal) {
            return schema.getType() == Schema.Type.BYTES
                    ? (value, out, path) ->
                            out.writeBytes(((BigDecimal) value).unscaledValue().toByteArray())
                    : (value, out, path) -> out.writeFixed(signExtended((BigDecimal) value, schema.getFixedSize()));
        }
        if (type instanceof Fixed) {
            return (value, out, path) -> out.writeFixed((byte[]) value);
        }
        if (type instanceof Enumeration) {
            return (value, out, path) -> out.writeEnum(schema.getEnumOrdinal((String) value));
        }
        if (type instanceof Timestamp timestamp) {
            return (value, out, path) ->
                    out.writeLong(EpochTime.of((Instant) value, timestamp.precision(), type, path));
        }
        if (type instanceof LocalTimestamp timestamp) {
            return (value, out, path) -> out.writeLong(
                    EpochTime.of(((LocalDateTime) value).toInstant(ZoneOffset.UTC), timestamp.precision(), type, path));
        }
        if (type instanceof TimeOfDay time) {
            return time.precision() == 3
                    ? (value, out, path) -> out.writeInt((int) (((LocalTime) value).toNanoOfDay() / 1_000_000))
                    : (value, out, path) -> out.writeLong(((LocalTime) value).toNanoOfDay() / 1_000);
        }
        if (type instanceof ListOf list) {
            return ofList(orNull(schema.getElementType(), list.element()));
        }
        if (type instanceof MapOf map) {
            return ofMap(orNull(schema.getValueType(), map.value()));
        }
        return ofStruct(schema, (Struct) type);
    }

    private static AvroWriter ofScalar(Scalar scalar, Schema schema) {
        return switch (scalar) {
            case BOOLEAN -> (value, out, path) -> out.writeBoolean((Boolean) value);
            case INT32 -> (value, out, path) -> out.writeInt((Integer) value);
            case INT64 -> (value, out, path) -> out.writeLong((Long) value);
            case FLOAT32 -> (value, out, path) -> out.writeFloat((Float) value);
            case FLOAT64 -> (value, out, path) -> out.writeDouble((Double) value);
            case STRING -> (value, out, path) -> out.writeString((String) value);
            case BYTES -> (value, out, path) -> out.writeBytes((byte[]) value);
            case DATE -> (value, out, path) -> out.writeInt(EpochTime.day((LocalDate) value, path));
            case UUID ->
                schema.getType() == Schema.Type.STRING
                        ? (value, out, path) -> out.writeString(value.toString())
                        : (value, out, path) -> out.writeFixed(bytes((UUID) value));
        };
    }

    private static AvroWriter ofList(MaybeNull element) {
        return (value, out, path) -> {
            List<?> values = (List<?>) value;
            out.writeArrayStart();
            out.setItemCount(values.size());
            for (int i = 0; i < values.size(); i++) {
                out.startItem();
                path.enterElement(i);
                element.write(values.get(i), out, path);
                path.leave();
            }
            out.writeArrayEnd();
        };
    }

    private static AvroWriter ofMap(MaybeNull element) {
        return (value, out, path) -> {
            Map<?, ?> values = (Map<?, ?>) value;
            out.writeMapStart();
            out.setItemCount(values.size());
            int entry = 0;
            for (Map.Entry<?, ?> each : values.entrySet()) {
                out.startItem();
                out.writeString((String) each.getKey());
                path.enterEntry(entry++);
                element.write(each.getValue(), out, path);
                path.leave();
            }
            out.writeMapEnd();
        };
    }

    /** The writers of a record's fields, which stand one behind the other. */
    static MaybeNull[] ofFields(Schema schema, Struct struct) {
        List<Field> fields = struct.fields();
        MaybeNull[] writers = new MaybeNull[fields.size()];
        for (int i = 0; i < writers.length; i++) {
            writers[i] =
                    orNull(schema.getFields().get(i).schema(), fields.get(i).type());
        }
        return writers;
    }

    private static AvroWriter ofStruct(Schema schema, Struct struct) {
        List<Field> fields = struct.fields();
        MaybeNull[] writers = ofFields(schema, struct);
        return (value, out, path) -> {
            StructValue values = (StructValue) value;
            for (int i = 0; i < writers.length; i++) {
                path.enterField(fields.get(i).name());
                writers[i].write(values.at(i), out, path);
                path.leave();
            }
        };
    }

    /** Writes a value that may be null where the schema is a union. */
    record MaybeNull(int nullBranch, int valueBranch, AvroWriter writer) {

        void write(@Nullable Object value, Encoder out, FieldPath path) throws IOException, RecordRejectedException {
            if (value == null) {
                out.writeIndex(nullBranch);
                return;
            }
            if (valueBranch >= 0) {
                out.writeIndex(valueBranch);
            }
            writer.write(value, out, path);
        }
    }

    private static MaybeNull orNull(Schema schema, FieldType type) {
        AvroUnion union = AvroUnion.of(schema);
        return new MaybeNull(union.nullBranch(), union.valueBranch(), of(union.value(), type));
    }

    private static byte[] signExtended(BigDecimal value, int size) {
        byte[] shortest = value.unscaledValue().toByteArray();
        byte[] fixed = new byte[size];
        Arrays.fill(fixed, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, fixed, size - shortest.length, shortest.length);
        return fixed;
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
