package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The exact text of a plain value, and the value of such a text. */
final class FieldText {

    private FieldText() {}

    static boolean supports(FieldType type) {
        return type instanceof Decimal
                || type instanceof Fixed
                || type instanceof Enumeration
                || type instanceof Timestamp
                || type instanceof LocalTimestamp
                || type instanceof TimeOfDay
                || (type instanceof Scalar && type != Scalar.FLOAT32 && type != Scalar.FLOAT64);
    }

    /** @throws IllegalArgumentException for a value without one exact text */
    static String of(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof LocalDate
                || value instanceof Instant
                || value instanceof LocalDateTime
                || value instanceof LocalTime) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "A record key can't hold a " + value.getClass().getSimpleName());
    }

    /** The value whose {@link #of text} this may be; the caller compares, as some texts are read leniently. */
    static Object parse(String text, FieldType type, String path) throws RecordRejectedException {
        try {
            Object value = parse(text, type);
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw rejected(path, type);
        }
        throw rejected(path, type);
    }

    /** @return null if the text is read but outside the type */
    private static @Nullable Object parse(String text, FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> Boolean.valueOf(text);
                case INT32 -> Integer.valueOf(text);
                case INT64 -> Long.valueOf(text);
                case STRING -> text;
                case BYTES -> Base64.getDecoder().decode(text);
                case DATE -> LocalDate.parse(text);
                case UUID -> UUID.fromString(text);
                case FLOAT32, FLOAT64 -> throw new IllegalArgumentException("floats are no keys");
            };
        }
        if (type instanceof Decimal decimal) {
            // A digit is at least one character, so no text of this length expands to more.
            BigDecimal value = text.indexOf('e') < 0 && text.indexOf('E') < 0 ? new BigDecimal(text) : null;
            return value != null && value.scale() == decimal.scale() && value.precision() <= decimal.precision()
                    ? value
                    : null;
        }
        if (type instanceof Fixed fixed) {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == fixed.size() ? bytes : null;
        }
        if (type instanceof Enumeration enumeration) {
            return enumeration.symbols().contains(text) ? text : null;
        }
        if (type instanceof Timestamp timestamp) {
            Instant value = Instant.parse(text);
            return fits(value.getNano(), timestamp.precision()) ? value : null;
        }
        if (type instanceof LocalTimestamp timestamp) {
            LocalDateTime value = LocalDateTime.parse(text);
            return fits(value.getNano(), timestamp.precision()) ? value : null;
        }
        if (type instanceof TimeOfDay time) {
            LocalTime value = LocalTime.parse(text);
            return fits(value.getNano(), time.precision()) ? value : null;
        }
        throw new IllegalArgumentException("nested types are no keys");
    }

    private static boolean fits(int nanos, int precision) {
        return switch (precision) {
            case 3 -> nanos % 1_000_000 == 0;
            case 6 -> nanos % 1_000 == 0;
            default -> true;
        };
    }

    private static RecordRejectedException rejected(String path, FieldType type) {
        return new RecordRejectedException(
                RejectCode.MALFORMED, path, "the text of " + TypeName.of(type), "another text");
    }
}
