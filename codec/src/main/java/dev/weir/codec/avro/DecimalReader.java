package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.flink.table.data.DecimalData;

/** A two's-complement big-endian number as a decimal; one with more digits than the schema allows is rejected. */
final class DecimalReader implements ValueReader {

    /** 10^38 needs 127 bits. */
    private static final int MAX_BYTES = 16;

    private final BytesReader bytes;
    private final int precision;
    private final int scale;
    private final long compactBound;

    DecimalReader(BytesReader bytes, int precision, int scale) {
        this.bytes = bytes;
        this.precision = precision;
        this.scale = scale;
        this.compactBound =
                DecimalData.isCompact(precision) ? BigInteger.TEN.pow(precision).longValueExact() : 0;
    }

    @Override
    public DecimalData read(AvroInput in) throws Rejection {
        int at = digits(in);
        return compactBound > 0
                ? DecimalData.fromUnscaledLong(compact(in, at), precision, scale)
                : wide(in.bytes, at, in.position - at);
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        int at = digits(in);
        if (compactBound > 0) {
            into.setLong(row, compact(in, at));
        } else {
            into.setObject(row, wide(in.bytes, at, in.position - at));
        }
    }

    /** Where the bytes begin that matter; they end at the input's position. */
    private int digits(AvroInput in) throws Rejection {
        int length = bytes.length(in);
        int at = in.take(length, "a decimal");
        if (length == 0) {
            throw Rejection.malformed("a decimal", "no bytes");
        }
        // Leading bytes that only repeat the sign carry no digits.
        while (length > 1 && in.bytes[at] == in.bytes[at + 1] >> 7) {
            at++;
            length--;
        }
        if (length > MAX_BYTES || compactBound > 0 && length > Long.BYTES) {
            throw tooManyDigits();
        }
        return at;
    }

    private long compact(AvroInput in, int at) throws Rejection {
        long unscaled = in.bytes[at];
        for (int i = at + 1; i < in.position; i++) {
            unscaled = unscaled << 8 | in.bytes[i] & 0xFF;
        }
        if (unscaled <= -compactBound || unscaled >= compactBound) {
            throw tooManyDigits();
        }
        return unscaled;
    }

    private DecimalData wide(byte[] from, int at, int length) throws Rejection {
        BigDecimal value = new BigDecimal(new BigInteger(from, at, length), scale);
        DecimalData decimal = DecimalData.fromBigDecimal(value, precision, scale);
        if (decimal == null) {
            throw tooManyDigits();
        }
        return decimal;
    }

    private Rejection tooManyDigits() {
        return Rejection.outOfRange("decimal(" + precision + "," + scale + ")", "more digits");
    }
}
