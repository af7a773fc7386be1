package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.LittleEndian;
import dev.weir.codec.format.PaddedBytes;
import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Utf8;
import dev.weir.codec.format.Varint;

/**
 * The fields of one pair of schemas, read without a look at the schemas: {@link AvroFieldsSource} writes a subclass for each
 * pair, which is a line of these methods for each field.
 *
 * <p>Each method reads or skips what begins at {@code at}, and returns where it ends or, if anything is unusual about it,
 * {@link #DOUBT}; a {@link RecordReader} then says what is wrong, if something is. Positions lie in {@code [from, to]}, and
 * the array has {@link PaddedBytes#PADDING} bytes more behind {@code to}, which may be looked at and have no effect.
 */
abstract class AvroFields {

    static final int DOUBT = -1;

    private static final byte[] NONE = {};

    private final ValueSkipper[] others;
    private final AvroInput in = new AvroInput();

    /** @param others fields that have no method here, by their place among the writer's */
    AvroFields(ValueSkipper[] others) {
        this.others = others;
    }

    /** Reads a record's body into {@code row}; returns where it ends, or {@link #DOUBT}. */
    final int read(byte[] bytes, int from, int to, Columns into) {
        in.reset(bytes, from, to);
        int end = read(bytes, from, to, into, into.rows());
        in.bytes = NONE;
        return end;
    }

    abstract int read(byte[] bytes, int at, int to, Columns into, int row);

    final int readOther(int field, int at, Column into, int row) {
        try {
            in.position = at;
            ((ValueReader) others[field]).read(in, into, row);
            return in.position;
        } catch (Rejection rejection) {
            return DOUBT;
        }
    }

    final int skipOther(int field, int at) {
        try {
            in.position = at;
            others[field].skip(in);
            return in.position;
        } catch (Rejection rejection) {
            return DOUBT;
        }
    }

    private static int end(int at, int to) {
        return at > to ? DOUBT : at;
    }

    static int setNull(int at, int to, Column into, int row) {
        into.setNull(row);
        return end(at + 1, to);
    }

    static int skipNull(int at, int to) {
        return end(at + 1, to);
    }

    static int readBoolean(byte[] bytes, int at, int to, Column into, int row) {
        into.setLong(row, bytes[at]);
        return skipBoolean(bytes, at, to);
    }

    static int skipBoolean(byte[] bytes, int at, int to) {
        return bytes[at] >> 1 == 0 ? end(at + 1, to) : DOUBT;
    }

    static int readInt(byte[] bytes, int at, int to, Column into, int row) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        int size = Varint.size(word, bytes, at);
        if (size > Varint.LONGEST_INT) {
            return DOUBT;
        }
        into.setLong(row, Varint.signed((int) Varint.value(word, size, bytes, at)));
        return end(at + size, to);
    }

    static int skipInt(byte[] bytes, int at, int to) {
        int size = Varint.size((long) LittleEndian.LONG.get(bytes, at), bytes, at);
        return size > Varint.LONGEST_INT ? DOUBT : end(at + size, to);
    }

    static int readLong(byte[] bytes, int at, int to, Column into, int row) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        int size = Varint.size(word, bytes, at);
        if (size > Varint.LONGEST_LONG) {
            return DOUBT;
        }
        into.setLong(row, Varint.signed(Varint.value(word, size, bytes, at)));
        return end(at + size, to);
    }

    static int skipLong(byte[] bytes, int at, int to) {
        int size = Varint.size((long) LittleEndian.LONG.get(bytes, at), bytes, at);
        return size > Varint.LONGEST_LONG ? DOUBT : end(at + size, to);
    }

    static int readFloat(byte[] bytes, int at, int to, Column into, int row) {
        into.setDouble(row, Float.intBitsToFloat((int) LittleEndian.INT.get(bytes, at)));
        return end(at + Float.BYTES, to);
    }

    static int skipFloat(byte[] bytes, int at, int to) {
        return end(at + Float.BYTES, to);
    }

    static int readDouble(byte[] bytes, int at, int to, Column into, int row) {
        into.setDouble(row, Double.longBitsToDouble((long) LittleEndian.LONG.get(bytes, at)));
        return end(at + Double.BYTES, to);
    }

    static int skipDouble(byte[] bytes, int at, int to) {
        return end(at + Double.BYTES, to);
    }

    static int readText(byte[] bytes, int at, int to, Column into, int row) {
        int doubled = bytes[at];
        int start = at + 1;
        int length = doubled >> 1;
        if (doubled < 0) {
            return readLongText(bytes, at, to, into, row);
        }
        if ((doubled & 1) != 0 || length > to - start) {
            return DOUBT;
        }
        if (length > Column.FEW_BYTES || !Utf8.isPaddedAscii(bytes, start, length)) {
            return setText(bytes, start, length, into, row);
        }
        into.setFewBytes(row, bytes, start, length);
        return start + length;
    }

    private static int readLongText(byte[] bytes, int at, int to, Column into, int row) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        int size = Varint.size(word, bytes, at);
        if (size > Varint.LONGEST_LONG) {
            return DOUBT;
        }
        long length = Varint.signed(Varint.value(word, size, bytes, at));
        return length < 0 || length > to - at - size ? DOUBT : setText(bytes, at + size, (int) length, into, row);
    }

    private static int setText(byte[] bytes, int start, int length, Column into, int row) {
        if (!Utf8.isValid(bytes, start, length)) {
            return DOUBT;
        }
        into.setBytes(row, bytes, start, length);
        return start + length;
    }

    static int skipText(byte[] bytes, int at, int to) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        int size = Varint.size(word, bytes, at);
        if (size > Varint.LONGEST_LONG) {
            return DOUBT;
        }
        long length = Varint.signed(Varint.value(word, size, bytes, at));
        int start = at + size;
        return length < 0 || length > to - start || !Utf8.isValid(bytes, start, (int) length)
                ? DOUBT
                : start + (int) length;
    }
}
