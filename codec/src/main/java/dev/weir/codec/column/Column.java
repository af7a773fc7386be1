package dev.weir.codec.column;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/**
 * One field of many records, in plain arrays. A row is written by exactly one {@code set…}, rows in ascending order; a row
 * that is written again, before any behind it, has its new value. Not thread-safe.
 */
public final class Column {

    /** In which array the values are. */
    public enum Kind {
        /**
         * Integers; booleans as 0 and 1; dates as days and times of day in the unit of their precision; timestamps of up
         * to six digits in the unit of their precision, since 1970-01-01T00:00:00; decimals of up to 18 digits, unscaled.
         */
        LONG,
        /** Floats and doubles. */
        DOUBLE,
        /** Strings and enumerations in UTF-8, UUIDs as their text, bytes. */
        BYTES,
        /** All others, as Flink's tables hold them. */
        OBJECT
    }

    private static final int MOST_COMPACT_DIGITS = 18;
    private static final int FINEST_COMPACT_TIMESTAMP = 6;
    /** The most for which copying word by word is faster. */
    public static final int FEW_BYTES = 32;

    private static final int BYTES_AT_FIRST = 16;
    private static final int MOST_ROWS_AT_FIRST = 4_096;
    private static final int MOST_BYTES_KEPT = 1 << 20;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};
    private static final Object[] NO_OBJECTS = {};

    private final FieldType type;
    private final Kind kind;
    private boolean[] nulls;
    private long[] longs = NO_LONGS;
    private double[] doubles = NO_DOUBLES;
    /** Where each row's bytes begin, and behind it where the last row's end. */
    private int[] starts = NO_INTS;

    private byte[] bytes = NO_BYTES;
    private @Nullable Object[] objects = NO_OBJECTS;

    Column(FieldType type, int rows) {
        this.type = type;
        kind = kind(type);
        nulls = new boolean[0];
        grow(rows);
    }

    /** In which array the values of a field of this type are. */
    public static Kind kind(FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN, INT32, INT64, DATE -> Kind.LONG;
                case FLOAT32, FLOAT64 -> Kind.DOUBLE;
                case STRING, BYTES, UUID -> Kind.BYTES;
            };
        } else if (type instanceof FieldType.Timestamp timestamp) {
            return timestamp.precision() <= FINEST_COMPACT_TIMESTAMP ? Kind.LONG : Kind.OBJECT;
        } else if (type instanceof FieldType.LocalTimestamp timestamp) {
            return timestamp.precision() <= FINEST_COMPACT_TIMESTAMP ? Kind.LONG : Kind.OBJECT;
        } else if (type instanceof FieldType.Decimal decimal) {
            return decimal.precision() <= MOST_COMPACT_DIGITS ? Kind.LONG : Kind.OBJECT;
        } else if (type instanceof FieldType.TimeOfDay) {
            return Kind.LONG;
        } else if (type instanceof FieldType.Enumeration || type instanceof FieldType.Fixed) {
            return Kind.BYTES;
        }
        return Kind.OBJECT;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the row has no value; none of the others may be asked then. */
    public boolean isNull(int row) {
        return nulls[row];
    }

    /** Of kind LONG. */
    public long longAt(int row) {
        return longs[row];
    }

    /** Of kind DOUBLE. */
    public double doubleAt(int row) {
        return doubles[row];
    }

    /** Of kind BYTES: where all rows have theirs. Valid until the next row is written. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of kind BYTES: where the row's begin in {@link #bytes}. */
    public int start(int row) {
        return starts[row];
    }

    /** Of kind BYTES. */
    public int length(int row) {
        return starts[row + 1] - starts[row];
    }

    /** Of kind OBJECT. */
    public @Nullable Object objectAt(int row) {
        return objects[row];
    }

    void grow(int rows) {
        nulls = Arrays.copyOf(nulls, rows);
        switch (kind) {
            case LONG -> longs = Arrays.copyOf(longs, rows);
            case DOUBLE -> doubles = Arrays.copyOf(doubles, rows);
            case BYTES -> {
                starts = Arrays.copyOf(starts, rows + 1);
                bytes = Arrays.copyOf(
                        bytes, Math.max(bytes.length, BYTES_AT_FIRST * Math.min(rows, MOST_ROWS_AT_FIRST)));
            }
            case OBJECT -> objects = Arrays.copyOf(objects, rows);
        }
    }

    /** Holds on to nothing but room, and not to that of few large values. */
    void clear() {
        Arrays.fill(objects, null);
        if (bytes.length > MOST_BYTES_KEPT) {
            bytes = new byte[BYTES_AT_FIRST];
        }
    }

    public void setNull(int row) {
        nulls[row] = true;
        if (kind == Kind.BYTES) {
            starts[row + 1] = starts[row];
        }
    }

    public void setLong(int row, long value) {
        nulls[row] = false;
        longs[row] = value;
    }

    public void setDouble(int row, double value) {
        nulls[row] = false;
        doubles[row] = value;
    }

    public void setBytes(int row, byte[] from, int start, int length) {
        int begin = start(row);
        int end = Math.addExact(begin, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(from, start, bytes, begin, length);
        nulls[row] = false;
        starts[row + 1] = end;
    }

    /**
     * Sets {@link #FEW_BYTES} or less.
     *
     * @param from has a word more behind them, which has no effect
     */
    public void setFewBytes(int row, byte[] from, int start, int length) {
        int begin = start(row);
        int most = FEW_BYTES + Long.BYTES;
        if (begin + most > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(begin, most), 2 * bytes.length));
        }
        for (int at = 0; at < length; at += Long.BYTES) {
            LONGS.set(bytes, begin + at, (long) LONGS.get(from, start + at));
        }
        nulls[row] = false;
        starts[row + 1] = begin + length;
    }

    public void setObject(int row, Object value) {
        nulls[row] = false;
        objects[row] = value;
    }

    /** Sets a value as Flink's tables hold it. */
    public void setInternal(int row, @Nullable Object value) {
        if (value == null) {
            setNull(row);
            return;
        }
        switch (kind) {
            case LONG -> setLong(row, compact(value));
            case DOUBLE -> setDouble(row, ((Number) value).doubleValue());
            case BYTES -> {
                byte[] bytes = value instanceof StringData text ? text.toBytes() : (byte[]) value;
                setBytes(row, bytes, 0, bytes.length);
            }
            case OBJECT -> setObject(row, value);
        }
    }

    private long compact(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        } else if (value instanceof DecimalData decimal) {
            return decimal.toUnscaledLong();
        } else if (value instanceof TimestampData timestamp) {
            return precision() == 3
                    ? timestamp.getMillisecond()
                    : timestamp.getMillisecond() * 1_000 + timestamp.getNanoOfMillisecond() / 1_000;
        }
        return ((Number) value).longValue();
    }

    /** Of a timestamp that is compact, how many digits of a second its numbers have. */
    int precision() {
        return type instanceof FieldType.Timestamp timestamp
                ? timestamp.precision()
                : ((FieldType.LocalTimestamp) type).precision();
    }

    FieldType type() {
        return type;
    }
}
