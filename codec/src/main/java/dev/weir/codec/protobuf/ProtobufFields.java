package dev.weir.codec.protobuf;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.LittleEndian;
import dev.weir.codec.format.PaddedBytes;
import dev.weir.codec.format.Utf8;
import dev.weir.codec.format.Varint;
import java.math.BigDecimal;
import java.util.Objects;
import org.apache.flink.table.data.DecimalData;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one pair of schemas, read from their encoding without a look at the schemas: {@link ProtobufFieldsSource}
 * writes a subclass for each pair.
 *
 * <p>Each method reads or skips the value that begins at {@code at}, and returns where it ends or, if anything is unusual
 * about it, {@link #DOUBT}; Protobuf's own parser then says what the record is. Positions lie in {@code [from, to]}, and
 * the array has {@link PaddedBytes#PADDING} bytes more behind {@code to}, which may be looked at and have no effect.
 */
abstract class ProtobufFields {

    static final int DOUBT = -1;

    private static final int TWENTY_DIGITS = 20;
    private static final int SECONDS_TAG = 1 << 3;
    private static final int NANOS_TAG = 2 << 3;

    private final @Nullable EnumSymbols[] symbols;
    private final @Nullable Object[] absent;

    ProtobufFields(Constants constants) {
        symbols = constants.symbols;
        absent = constants.absent;
    }

    /**
     * What a pair's code refers to.
     *
     * @param symbols by the field's place among the writer's
     * @param absent by the column's position
     */
    record Constants(
            @Nullable EnumSymbols[] symbols, @Nullable Object[] absent) {}

    /** Reads a record's body into the row behind the last; returns where it ends, or {@link #DOUBT}. */
    final int read(byte[] bytes, int from, int to, Columns into) {
        int row = into.rows();
        int at = readInOrder(bytes, from, to, into, row);
        while (at >= 0 && at < to) {
            long word = (long) LittleEndian.LONG.get(bytes, at);
            int size = Varint.size(word, bytes, at);
            if (size > Varint.LONGEST_INT) {
                return DOUBT;
            }
            at = readField((int) Varint.value(word, size, bytes, at), bytes, at + size, to, into, row);
        }
        return at;
    }

    /**
     * Sets all columns, and reads fields for as long as they come in the order of their numbers, each once, as nearly all
     * writers write them; returns where they don't any more.
     */
    abstract int readInOrder(byte[] bytes, int at, int to, Columns into, int row);

    /** Reads the value behind a tag; the last one of a field counts. */
    abstract int readField(int tag, byte[] bytes, int at, int to, Columns into, int row);

    private static int end(int at, int to) {
        return at > to ? DOUBT : at;
    }

    /** Whether a tag of more than one byte begins at {@code at}. */
    static boolean isTag(byte[] bytes, int at, int mask, int tag) {
        return ((int) LittleEndian.INT.get(bytes, at) & mask) == tag;
    }

    final void setAbsent(int position, Column into, int row) {
        into.setInternal(row, absent[position]);
    }

    static int skipVarint(byte[] bytes, int at, int to) {
        int size = Varint.size((long) LittleEndian.LONG.get(bytes, at), bytes, at);
        return size > Varint.LONGEST_LONG ? DOUBT : end(at + size, to);
    }

    static int skipFixed32(byte[] bytes, int at, int to) {
        return end(at + Integer.BYTES, to);
    }

    static int skipFixed64(byte[] bytes, int at, int to) {
        return end(at + Long.BYTES, to);
    }

    /** Whatever it is if it doesn't end: {@link #skipVarint} says that. */
    private static long varint(byte[] bytes, int at) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        return Varint.value(word, Varint.size(word, bytes, at), bytes, at);
    }

    static int readBoolean(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, varint(bytes, at) == 0 ? 0 : 1);
        return skipVarint(bytes, at, to);
    }

    static int readInt32(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, (int) varint(bytes, at));
        return skipVarint(bytes, at, to);
    }

    static int readSint32(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, Varint.signed((int) varint(bytes, at)));
        return skipVarint(bytes, at, to);
    }

    static int readUint32(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, Integer.toUnsignedLong((int) varint(bytes, at)));
        return skipVarint(bytes, at, to);
    }

    static int readUint32AsDecimal(byte[] bytes, int at, int to, Column into, int row) {
        into.setObject(row, decimal(Integer.toUnsignedLong((int) varint(bytes, at))));
        return skipVarint(bytes, at, to);
    }

    static int readInt64(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, varint(bytes, at));
        return skipVarint(bytes, at, to);
    }

    static int readSint64(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, Varint.signed(varint(bytes, at)));
        return skipVarint(bytes, at, to);
    }

    static int readUint64(byte[] bytes, int at, int to, Column into, int row) {
        into.setObject(row, decimal(varint(bytes, at)));
        return skipVarint(bytes, at, to);
    }

    private static DecimalData decimal(long unsigned) {
        BigDecimal value =
                unsigned >= 0 ? BigDecimal.valueOf(unsigned) : new BigDecimal(Long.toUnsignedString(unsigned));
        return DecimalData.fromBigDecimal(value, TWENTY_DIGITS, 0);
    }

    static int readFixed32(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, Integer.toUnsignedLong((int) LittleEndian.INT.get(bytes, at)));
        return skipFixed32(bytes, at, to);
    }

    static int readFixed32AsDecimal(byte[] bytes, int at, int to, Column into, int row) {
        into.setObject(row, decimal(Integer.toUnsignedLong((int) LittleEndian.INT.get(bytes, at))));
        return skipFixed32(bytes, at, to);
    }

    static int readSfixed32(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, (int) LittleEndian.INT.get(bytes, at));
        return skipFixed32(bytes, at, to);
    }

    static int readFixed64(byte[] bytes, int at, int to, Column into, int row) {
        into.setObject(row, decimal((long) LittleEndian.LONG.get(bytes, at)));
        return skipFixed64(bytes, at, to);
    }

    static int readSfixed64(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, (long) LittleEndian.LONG.get(bytes, at));
        return skipFixed64(bytes, at, to);
    }

    static int readFloat(byte[] bytes, int at, int to, Column into, int row) {
        into.setDouble(row, Float.intBitsToFloat((int) LittleEndian.INT.get(bytes, at)));
        return skipFixed32(bytes, at, to);
    }

    static int readDouble(byte[] bytes, int at, int to, Column into, int row) {
        into.setDouble(row, Double.longBitsToDouble((long) LittleEndian.LONG.get(bytes, at)));
        return skipFixed64(bytes, at, to);
    }

    static int readText(byte[] bytes, int at, int to, Column into, int row) {
        int length = bytes[at];
        int start = at + 1;
        if (length < 0) {
            return readLongText(bytes, at, to, into, row);
        } else if (length > to - start) {
            return DOUBT;
        } else if (length > Column.FEW_BYTES || !Utf8.isPaddedAscii(bytes, start, length)) {
            return setText(bytes, start, length, into, row);
        }
        into.setFewBytes(row, bytes, start, length);
        return start + length;
    }

    private static int readLongText(byte[] bytes, int at, int to, Column into, int row) {
        int start = skipVarint(bytes, at, to);
        long length = varint(bytes, at);
        return start < 0 || length < 0 || length > to - start ? DOUBT : setText(bytes, start, (int) length, into, row);
    }

    private static int setText(byte[] bytes, int start, int length, Column into, int row) {
        if (!Utf8.isValid(bytes, start, length)) {
            return DOUBT;
        }
        into.setBytes(row, bytes, start, length);
        return start + length;
    }

    static int skipText(byte[] bytes, int at, int to) {
        int end = skipBytes(bytes, at, to);
        int start = skipVarint(bytes, at, to);
        return end < 0 || !Utf8.isValid(bytes, start, end - start) ? DOUBT : end;
    }

    static int readBytes(byte[] bytes, int at, int to, Column into, int row) {
        int end = skipBytes(bytes, at, to);
        if (end >= 0) {
            int start = skipVarint(bytes, at, to);
            into.setBytes(row, bytes, start, end - start);
        }
        return end;
    }

    static int skipBytes(byte[] bytes, int at, int to) {
        int start = skipVarint(bytes, at, to);
        long length = varint(bytes, at);
        return start < 0 || length < 0 || length > to - start ? DOUBT : start + (int) length;
    }

    final int readSymbol(int field, byte[] bytes, int at, int to, Column into, int row) {
        byte[] symbol = Objects.requireNonNull(symbols[field]).find((int) varint(bytes, at));
        if (symbol == null) {
            return DOUBT;
        }
        into.setBytes(row, symbol, 0, symbol.length);
        return skipVarint(bytes, at, to);
    }

    final int skipSymbol(int field, byte[] bytes, int at, int to) {
        byte[] symbol = Objects.requireNonNull(symbols[field]).find((int) varint(bytes, at));
        return symbol == null ? DOUBT : skipVarint(bytes, at, to);
    }

    /** Seconds, then nanoseconds, of which zeros may be left out. */
    static int readTimestamp(byte[] bytes, int at, int to, @Nullable Column into, int row) {
        int end = skipBytes(bytes, at, to);
        int next = skipVarint(bytes, at, to);
        long seconds = 0;
        int nanos = 0;
        if (next < end && bytes[next] == SECONDS_TAG) {
            seconds = varint(bytes, next + 1);
            next = skipVarint(bytes, next + 1, end);
        }
        if (next >= 0 && next < end && bytes[next] == NANOS_TAG) {
            nanos = (int) varint(bytes, next + 1);
            next = skipVarint(bytes, next + 1, end);
        }
        if (end < 0 || next != end || !ProtobufTimestamps.isValid(seconds, nanos)) {
            return DOUBT;
        }
        if (into != null) {
            into.setObject(row, ProtobufTimestamps.internal(seconds, nanos));
        }
        return end;
    }

    static int skipTimestamp(byte[] bytes, int at, int to) {
        return readTimestamp(bytes, at, to, null, 0);
    }
}
