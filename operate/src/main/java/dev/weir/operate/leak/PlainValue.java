package dev.weir.operate.leak;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of rows, events and entries in one form, from wherever they were read: numbers, truth values and texts. */
final class PlainValue {

    /** Sums over the same values in another order differ by less. */
    private static final double TOLERANCE = 1e-9;

    private PlainValue() {}

    /**
     * A time becomes the milliseconds since 1970-01-01T00:00:00Z.
     *
     * @param time whether the column is one, so that a text is a time, too
     */
    static @Nullable Object of(@Nullable Object value, boolean time) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Instant || value instanceof LocalDateTime || time) {
            return (double) millis(value);
        }
        return value.toString();
    }

    /** A number; {@code NaN} for a null. */
    static double number(@Nullable Object value) {
        Object plain = of(value, true);
        return plain instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** @throws IllegalArgumentException if it is no time */
    static long millis(Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        String text = value.toString();
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text).toEpochMilli()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("A time expected, found a text that is none", e);
        }
    }

    /** Whether two values of {@link #of} are one. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one instanceof Double a && other instanceof Double b ? close(a, b, 0) : Objects.equals(one, other);
    }

    /** @param scale of the numbers that both were computed from */
    static boolean close(double one, double other, double scale) {
        return one == other
                || Double.isNaN(one) && Double.isNaN(other)
                || Math.abs(one - other) <= TOLERANCE * Math.max(scale, Math.max(Math.abs(one), Math.abs(other)));
    }

    /** For people: whole numbers without a point. */
    static String text(@Nullable Object plain) {
        return plain instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : plain instanceof Double number && number.isNaN() ? "null" : String.valueOf(plain);
    }
}
