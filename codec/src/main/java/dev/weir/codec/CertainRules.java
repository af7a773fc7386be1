package dev.weir.codec;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import java.util.Arrays;

/**
 * Whether rules are certainly true of a row: {@link CertainRulesSource} writes a subclass for each contract. What isn't
 * certain may be true all the same, and is asked of CEL: a null or NaN where a number is compared, zero against negative
 * zero, an overflow.
 */
abstract class CertainRules {

    /** Whole numbers to here are doubles, too. */
    private static final long MOST_EXACT = 1L << 53;

    protected final byte[][] texts;

    CertainRules(byte[][] texts) {
        this.texts = texts;
    }

    /** @throws ArithmeticException if CEL must be asked */
    abstract boolean areTrue(Columns columns, int row);

    static boolean equal(double one, double other) {
        return one == other && (one != 0 || Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other));
    }

    static boolean equal(long one, long other) {
        return one == other;
    }

    /** A number that is comparable with real ones; NaN if only its exact value is. */
    static double real(long whole) {
        return whole <= MOST_EXACT && whole >= -MOST_EXACT ? whole : Double.NaN;
    }

    static long divide(long dividend, long divisor) {
        if (divisor == -1) {
            return Math.negateExact(dividend);
        }
        return dividend / divisor;
    }

    static long remainder(long dividend, long divisor) {
        if (divisor == -1) {
            Math.negateExact(dividend);
        }
        return dividend % divisor;
    }

    static boolean equal(Column column, int row, byte[] text) {
        int start = column.start(row);
        return column.length(row) == text.length
                && Arrays.equals(column.bytes(), start, start + text.length, text, 0, text.length);
    }

    static boolean equal(Column one, int row, Column other) {
        int start = one.start(row);
        int otherStart = other.start(row);
        return Arrays.equals(
                one.bytes(), start, start + one.length(row), other.bytes(), otherStart, otherStart + other.length(row));
    }

    /** Code points of UTF-8. */
    static long characters(Column column, int row) {
        byte[] bytes = column.bytes();
        int end = column.start(row) + column.length(row);
        long characters = 0;
        for (int at = column.start(row); at < end; at++) {
            characters += (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }
}
