package dev.weir.contract.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A value that is no message. Unsigned numbers are a 64-bit integer or decimal(20,0) in the plain. */
record ProtobufScalar(FieldDescriptor field, FieldType type) implements ProtobufField {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    @Override
    public Object write(Object value, FieldPath path) throws RecordRejectedException {
        return switch (field.getType()) {
            case BYTES -> ByteString.copyFrom((byte[]) value);
            case ENUM -> field.getEnumType().findValueByName((String) value);
            case UINT32, FIXED32 -> unsigned32(((Number) value).longValue(), path);
            case UINT64, FIXED64 -> unsigned64(value, path);
            default -> value;
        };
    }

    @Override
    public Object read(Object value, FieldPath path) throws RecordRejectedException {
        return switch (field.getType()) {
            case BYTES -> ((ByteString) value).toByteArray();
            case ENUM -> symbol((EnumValueDescriptor) value, path);
            case UINT32, FIXED32 ->
                type == FieldType.Scalar.INT32
                        ? checked((Integer) value, path)
                        : (Object) Integer.toUnsignedLong((Integer) value);
            case UINT64, FIXED64 ->
                type instanceof Decimal
                        ? new BigDecimal(new BigInteger(Long.toUnsignedString((Long) value)))
                        : (Object) checked((Long) value, path);
            default -> value;
        };
    }

    @Override
    public Object zero() {
        return switch (field.getType()) {
            case BYTES -> new byte[0];
            case ENUM -> field.getEnumType().getValues().get(0).getName();
            case UINT32, FIXED32 -> type == FieldType.Scalar.INT32 ? 0 : (Object) 0L;
            case UINT64, FIXED64 -> type instanceof Decimal ? BigDecimal.ZERO : (Object) 0L;
            default -> field.getDefaultValue();
        };
    }

    private String symbol(EnumValueDescriptor symbol, FieldPath path) throws RecordRejectedException {
        if (symbol.getIndex() < 0) {
            throw path.rejected(
                    RejectCode.OUT_OF_RANGE, TypeName.of(type), "a symbol of unknown number " + symbol.getNumber());
        }
        return symbol.getName();
    }

    private static Integer unsigned32(long value, FieldPath path) throws RecordRejectedException {
        if (value < 0 || value > 0xffff_ffffL) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, "a 32-bit integer from 0", "a number beyond its range");
        }
        return (int) value;
    }

    private static Long unsigned64(Object value, FieldPath path) throws RecordRejectedException {
        BigInteger number = value instanceof BigDecimal decimal
                ? decimal.toBigIntegerExact()
                : BigInteger.valueOf(((Number) value).longValue());
        if (number.signum() < 0 || number.compareTo(TWO_TO_64) >= 0) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, "a 64-bit integer from 0", "a number beyond its range");
        }
        return number.longValue();
    }

    private static <N extends Number> N checked(N value, FieldPath path) throws RecordRejectedException {
        if (value.longValue() < 0) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, "an integer that SQL has", "a larger unsigned one");
        }
        return value;
    }
}
