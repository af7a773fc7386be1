package dev.weir.streams.rollup;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Values of columns as Flink's tables hold them. */
final class Internal {

    private static final int MILLIS_DIGITS = 3;
    private static final long MICROS_PER_MILLI = 1000;
    private static final int NANOS_PER_MICRO = 1000;

    private Internal() {}

    /** Of a column of kind LONG. */
    static Object of(FieldType type, long value) {
        if (type == Scalar.BOOLEAN) {
            return value != 0;
        } else if (type == Scalar.INT32 || type == Scalar.DATE) {
            return (int) value;
        } else if (type instanceof FieldType.TimeOfDay time && time.precision() == MILLIS_DIGITS) {
            return (int) value;
        } else if (type instanceof FieldType.Timestamp timestamp) {
            return timestamp(value, timestamp.precision());
        } else if (type instanceof FieldType.LocalTimestamp timestamp) {
            return timestamp(value, timestamp.precision());
        } else if (type instanceof FieldType.Decimal decimal) {
            return DecimalData.fromUnscaledLong(value, decimal.precision(), decimal.scale());
        }
        return value;
    }

    private static TimestampData timestamp(long value, int precision) {
        return precision == MILLIS_DIGITS
                ? TimestampData.fromEpochMillis(value)
                : TimestampData.fromEpochMillis(
                        Math.floorDiv(value, MICROS_PER_MILLI),
                        (int) Math.floorMod(value, MICROS_PER_MILLI) * NANOS_PER_MICRO);
    }

    /** Of a column of kind DOUBLE. */
    static Object of(FieldType type, double value) {
        if (type == Scalar.FLOAT32) {
            return (float) value;
        }
        return value;
    }

    /** Of a column of kind BYTES; the bytes are the value's own from now on. */
    static Object of(FieldType type, byte[] value) {
        return Binder.isText(type) ? StringData.fromBytes(value) : value;
    }
}
