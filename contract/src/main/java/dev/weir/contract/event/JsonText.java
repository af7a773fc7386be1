package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import dev.weir.contract.NearestName;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** Plain values that JSON carries in strings. */
final class JsonText {

    private static final int LONGEST_TIME = 64;

    private JsonText() {}

    static String read(JsonParser parser, FieldPath path, FieldType type) throws IOException, RecordRejectedException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw JsonFound.wrongType(parser, path, type);
        }
        return checked(parser.getText(), path);
    }

    /** @return the text itself, unless it has half a surrogate pair, which UTF-8 can't carry */
    static String checked(String text, FieldPath path) throws RecordRejectedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw path.rejected(
                            RejectCode.OUT_OF_RANGE, "Unicode text", "half a surrogate pair at character " + i);
                }
                i++;
            }
        }
        return text;
    }

    static byte[] readBytes(JsonParser parser, FieldPath path, FieldType type)
            throws IOException, RecordRejectedException {
        String text = read(parser, path, type);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(path, type, text);
        }
    }

    static Object readSymbol(JsonParser parser, FieldPath path, Enumeration type, Set<String> symbols)
            throws IOException, RecordRejectedException {
        String text = read(parser, path, type);
        if (!symbols.contains(text)) {
            throw path.rejected(
                    RejectCode.OUT_OF_RANGE,
                    TypeName.of(type),
                    "another string"
                            + NearestName.of(text, symbols)
                                    .map(name -> "; did you mean " + name + "?")
                                    .orElse(""));
        }
        return text;
    }

    static Object readUuid(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        String text = read(parser, path, Scalar.UUID);
        if (text.length() == 36) {
            try {
                UUID uuid = UUID.fromString(text);
                // fromString also takes groups of other lengths
                if (uuid.toString().equalsIgnoreCase(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                throw unreadable(path, Scalar.UUID, text);
            }
        }
        throw unreadable(path, Scalar.UUID, text);
    }

    static Object readDate(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        return time(parser, path, Scalar.DATE, LocalDate::parse);
    }

    /** ISO-8601 with an offset, or epoch milliseconds. */
    static Object readTimestamp(JsonParser parser, FieldPath path, Timestamp type)
            throws IOException, RecordRejectedException {
        if (parser.currentToken().isNumeric()) {
            return Instant.ofEpochMilli(JsonNumber.readLong(parser, path, type));
        }
        Instant value =
                time(parser, path, type, text -> OffsetDateTime.parse(text).toInstant());
        return checkedDigits(value, value.getNano(), type.precision(), path, type);
    }

    static Object readLocalTimestamp(JsonParser parser, FieldPath path, LocalTimestamp type)
            throws IOException, RecordRejectedException {
        LocalDateTime value = time(parser, path, type, LocalDateTime::parse);
        return checkedDigits(value, value.getNano(), type.precision(), path, type);
    }

    static Object readTimeOfDay(JsonParser parser, FieldPath path, TimeOfDay type)
            throws IOException, RecordRejectedException {
        LocalTime value = time(parser, path, type, LocalTime::parse);
        return checkedDigits(value, value.getNano(), type.precision(), path, type);
    }

    private interface TimeParser<T> {
        T parse(String text);
    }

    private static <T> T time(JsonParser parser, FieldPath path, FieldType type, TimeParser<T> times)
            throws IOException, RecordRejectedException {
        String text = read(parser, path, type);
        try {
            if (text.length() <= LONGEST_TIME) {
                return times.parse(text);
            }
        } catch (DateTimeException e) {
            throw unreadable(path, type, text);
        }
        throw unreadable(path, type, text);
    }

    private static Object checkedDigits(Object value, int nanos, int precision, FieldPath path, FieldType type)
            throws RecordRejectedException {
        int finest = switch (precision) {
            case 3 -> 1_000_000;
            case 6 -> 1_000;
            default -> 1;
        };
        if (nanos % finest != 0) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a finer fraction of a second");
        }
        return value;
    }

    private static RecordRejectedException unreadable(FieldPath path, FieldType type, String text) {
        return path.rejected(
                RejectCode.WRONG_TYPE, TypeName.of(type), "a string of " + text.length() + " characters that is none");
    }
}
