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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads a plain value from Avro binary. Made once per field; immutable. */
interface AvroReader {

    @Nullable
    Object read(AvroInput in, FieldPath path) throws RecordRejectedException;

    static AvroReader of(Schema schema, FieldType type) {
        return of(schema, type, schema);
    }

    /**
     * Reads what {@code schema} wrote as far as {@code wanted} has it too; what it lacks is passed over, unchecked, and
     * null.
     */
    static AvroReader of(Schema schema, FieldType type, Schema wanted) {
        AvroUnion union = AvroUnion.of(schema);
        AvroReader reader = ofValue(union.value(), type, AvroUnion.of(wanted).value());
        if (union.valueBranch() < 0) {
            return reader;
        }
        return (in, path) -> {
            int branch = in.readInt();
            if (branch == union.valueBranch()) {
                return reader.read(in, path);
            }
            if (branch == union.nullBranch()) {
                return null;
            }
            throw in.malformed("a branch of the union", "branch " + branch);
        };
    }

    private static AvroReader ofValue(Schema schema, FieldType type, Schema wanted) {
        if (type instanceof Scalar scalar) {
            return ofScalar(scalar, schema);
        }
        if (type instanceof Decimal decimal) {
            return (in, path) -> decimal(
                    schema.getType() == Schema.Type.BYTES ? in.readBytes() : in.readFixed(schema.getFixedSize()),
                    decimal,
                    path);
        }
        if (type instanceof Fixed fixed) {
            return (in, path) -> in.readFixed(fixed.size());
        }
        if (type instanceof Enumeration) {
            return (in, path) -> {
                int symbol = in.readInt();
                if (symbol < 0 || symbol >= schema.getEnumSymbols().size()) {
                    throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a symbol of number " + symbol);
                }
                return schema.getEnumSymbols().get(symbol);
            };
        }
        if (type instanceof Timestamp timestamp) {
            return (in, path) -> EpochTime.instant(in.readLong(), timestamp.precision());
        }
        if (type instanceof LocalTimestamp timestamp) {
            return (in, path) ->
                    LocalDateTime.ofInstant(EpochTime.instant(in.readLong(), timestamp.precision()), ZoneOffset.UTC);
        }
        if (type instanceof TimeOfDay time) {
            return time.precision() == 3
                    ? (in, path) -> timeOfDay(in.readInt(), 1_000_000, time, path)
                    : (in, path) -> timeOfDay(in.readLong(), 1_000, time, path);
        }
        if (type instanceof ListOf list) {
            return ofList(of(schema.getElementType(), list.element(), within(wanted, schema)));
        }
        if (type instanceof MapOf map) {
            return ofMap(of(schema.getValueType(), map.value(), within(wanted, schema)));
        }
        return ofStruct(schema, (Struct) type, wanted);
    }

    private static AvroReader ofScalar(Scalar scalar, Schema schema) {
        return switch (scalar) {
            case BOOLEAN -> (in, path) -> in.readBoolean();
            case INT32 -> (in, path) -> in.readInt();
            case INT64 -> (in, path) -> in.readLong();
            case FLOAT32 -> (in, path) -> in.readFloat();
            case FLOAT64 -> (in, path) -> in.readDouble();
            case STRING -> (in, path) -> in.readString();
            case BYTES -> (in, path) -> in.readBytes();
            case DATE -> (in, path) -> LocalDate.ofEpochDay(in.readInt());
            case UUID ->
                schema.getType() == Schema.Type.STRING
                        ? (in, path) -> uuid(in.readString(), path)
                        : (in, path) -> uuid(in.readFixed(16));
        };
    }

    private static AvroReader ofList(AvroReader element) {
        return (in, path) -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    path.enterElement(values.size());
                    values.add(element.read(in, path));
                    path.leave();
                }
            }
            return values;
        };
    }

    private static AvroReader ofMap(AvroReader value) {
        return (in, path) -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    path.enterEntry(values.size());
                    String key = in.readString();
                    values.put(key, value.read(in, path));
                    path.leave();
                }
            }
            return values;
        };
    }

    /** Of what a list's or map's values are wanted as; if the two schemas don't fit, whoever resolves them says so. */
    private static Schema within(Schema wanted, Schema written) {
        Schema both = wanted.getType() == written.getType() ? wanted : written;
        return both.getType() == Schema.Type.ARRAY ? both.getElementType() : both.getValueType();
    }

    private static AvroReader ofStruct(Schema schema, Struct struct, Schema wanted) {
        StructNames names = new StructNames(struct);
        List<Field> fields = struct.fields();
        AvroReader[] readers = new AvroReader[names.size()];
        for (int i = 0; i < readers.length; i++) {
            Schema written = schema.getFields().get(i).schema();
            Schema.Field read = wanted.getType() == Schema.Type.RECORD
                    ? wanted.getField(schema.getFields().get(i).name())
                    : null;
            readers[i] = read == null
                    ? AvroPassing.over(written)
                    : of(written, fields.get(i).type(), read.schema());
        }
        return (in, path) -> {
            @Nullable Object[] values = new Object[readers.length];
            for (int i = 0; i < readers.length; i++) {
                path.enterField(names.name(i));
                values[i] = readers[i].read(in, path);
                path.leave();
            }
            return new StructValue(names, values);
        };
    }

    private static BigDecimal decimal(byte[] unscaled, Decimal type, FieldPath path) throws RecordRejectedException {
        if (unscaled.length == 0) {
            throw path.rejected(RejectCode.MALFORMED, TypeName.of(type), "no bytes");
        }
        BigDecimal value = new BigDecimal(new BigInteger(unscaled), type.scale());
        if (value.precision() > type.precision()) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), value.precision() + " digits");
        }
        return value;
    }

    private static LocalTime timeOfDay(long count, int nanosEach, TimeOfDay type, FieldPath path)
            throws RecordRejectedException {
        if (count < 0 || count >= 86_400_000_000_000L / nanosEach) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a number beyond one day");
        }
        return LocalTime.ofNanoOfDay(count * nanosEach);
    }

    private static UUID uuid(String text, FieldPath path) throws RecordRejectedException {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw path.rejected(RejectCode.WRONG_TYPE, TypeName.of(Scalar.UUID), "another string");
        }
        throw path.rejected(RejectCode.WRONG_TYPE, TypeName.of(Scalar.UUID), "another string");
    }

    private static UUID uuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
