package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Scalar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Numbers as they were written into their field's type, or a refusal: no wrap-around and no silent rounding. */
final class JsonNumber {

    private static final int MAX_DECIMAL_CHARS = 400;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

    private JsonNumber() {}

    static Object readInt(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        long value = readLong(parser, path, Scalar.INT32);
        if (value != (int) value) {
            throw outOfRange(path, Scalar.INT32);
        }
        return (int) value;
    }

    /** @param type what the field expects, for the refusal */
    static long readLong(JsonParser parser, FieldPath path, FieldType type)
            throws IOException, RecordRejectedException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return switch (parser.getNumberType()) {
                case INT, LONG -> parser.getLongValue();
                default -> throw outOfRange(path, type);
            };
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw JsonFound.wrongType(parser, path, type);
        }
        // 5.0 and 1e3 are integers, too.
        BigDecimal exact = decimal(parser.getText(), path, type);
        if (exact.scale() > 0) {
            throw path.rejected(RejectCode.WRONG_TYPE, TypeName.of(type), "a number with a fraction");
        }
        if ((long) exact.precision() - exact.scale() > 19) {
            throw outOfRange(path, type);
        }
        try {
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            throw outOfRange(path, type);
        }
    }

    /** A fraction is rounded to the nearest float, as everywhere; a whole number must be one. */
    static Object readDouble(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        checkNumber(parser, path, Scalar.FLOAT64);
        double value = parser.getDoubleValue();
        checkFloat(parser, path, Scalar.FLOAT64, value);
        return value;
    }

    /** Like {@link #readDouble}. */
    static Object readFloat(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        checkNumber(parser, path, Scalar.FLOAT32);
        float value = Float.parseFloat(parser.getText());
        checkFloat(parser, path, Scalar.FLOAT32, value);
        return value;
    }

    private static void checkFloat(JsonParser parser, FieldPath path, Scalar type, double value)
            throws IOException, RecordRejectedException {
        if (Double.isInfinite(value)) {
            throw outOfRange(path, type);
        }
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        long surelyExact = type == Scalar.FLOAT32 ? 1L << 24 : 1L << 53;
        if (whole && Math.abs(value) > surelyExact - 1) {
            BigDecimal written = new BigDecimal(parser.getText());
            // The shortest text of a large float, as JavaScript writes it, ends in zeros that aren't its exact digits.
            String shortest = type == Scalar.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
            if (written.compareTo(new BigDecimal(value)) != 0 && written.compareTo(new BigDecimal(shortest)) != 0) {
                throw path.rejected(
                        RejectCode.OUT_OF_RANGE, TypeName.of(type), "a whole number that it can't hold exactly");
            }
        } else if (value == 0 && !whole && decimal(parser.getText(), path, type).signum() != 0) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a number so small that it would be 0");
        }
    }

    /** From a string, or from a number as it was written. */
    static Object readDecimal(JsonParser parser, FieldPath path, Decimal type)
            throws IOException, RecordRejectedException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING) {
            checkNumber(parser, path, type);
        }
        BigDecimal exact = decimal(parser.getText(), path, type);
        if (exact.scale() > type.scale()) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "scale " + exact.scale());
        }
        long whole = (long) exact.precision() - exact.scale();
        if (exact.signum() != 0 && whole > type.precision() - type.scale()) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), whole + " digits before the point");
        }
        return exact.setScale(type.scale(), RoundingMode.UNNECESSARY);
    }

    /** Without trailing zeros, so that precision and scale are those of the number, not of its spelling. */
    private static BigDecimal decimal(String text, FieldPath path, FieldType type) throws RecordRejectedException {
        if (text.length() > MAX_DECIMAL_CHARS || !DECIMAL.matcher(text).matches()) {
            throw path.rejected(RejectCode.WRONG_TYPE, TypeName.of(type), "text that is not such a number");
        }
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            throw outOfRange(path, type);
        }
    }

    private static void checkNumber(JsonParser parser, FieldPath path, FieldType type) throws RecordRejectedException {
        if (!parser.currentToken().isNumeric()) {
            throw JsonFound.wrongType(parser, path, type);
        }
    }

    private static RecordRejectedException outOfRange(FieldPath path, FieldType type) {
        return path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a number beyond its range");
    }
}
