package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;

/** What a field expects, in the words of an answer to a person who sent JSON. */
final class TypeName {

    private static final int MOST_SYMBOLS = 20;

    private TypeName() {}

    static String of(FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> "true or false";
                case INT32 -> "a 32-bit integer";
                case INT64 -> "a 64-bit integer";
                case FLOAT32 -> "a 32-bit float";
                case FLOAT64 -> "a 64-bit float";
                case STRING -> "a string";
                case BYTES -> "bytes in base64";
                case DATE -> "a date like 2026-01-31";
                case UUID -> "a UUID";
            };
        }
        if (type instanceof Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof Fixed fixed) {
            return fixed.size() + " bytes in base64";
        }
        if (type instanceof Enumeration enumeration) {
            int size = enumeration.symbols().size();
            return size <= MOST_SYMBOLS
                    ? "one of " + String.join(", ", enumeration.symbols())
                    : "one of " + String.join(", ", enumeration.symbols().subList(0, MOST_SYMBOLS)) + " and "
                            + (size - MOST_SYMBOLS) + " more";
        }
        if (type instanceof Timestamp timestamp) {
            return "a timestamp like 2026-01-31T12:00:00Z, or epoch milliseconds, to " + digits(timestamp.precision());
        }
        if (type instanceof LocalTimestamp timestamp) {
            return "a date and time like 2026-01-31T12:00:00, to " + digits(timestamp.precision());
        }
        if (type instanceof TimeOfDay time) {
            return "a time of day like 12:00:00, to " + digits(time.precision());
        }
        if (type instanceof ListOf) {
            return "an array";
        }
        if (type instanceof MapOf || type instanceof Struct) {
            return "an object";
        }
        throw new IllegalArgumentException("unknown type " + type);
    }

    private static String digits(int precision) {
        return switch (precision) {
            case 3 -> "milliseconds";
            case 6 -> "microseconds";
            default -> "nanoseconds";
        };
    }
}
