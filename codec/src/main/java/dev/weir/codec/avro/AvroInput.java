package dev.weir.codec.avro;

import dev.weir.codec.format.LittleEndian;
import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Varint;
import dev.weir.contract.event.RejectCode;

/** A cursor over Avro binary that never leaves its bounds and never lets a count promise more than the bytes can hold. */
final class AvroInput {

    /** Nesting that a recursive schema may reach. */
    private static final int MAX_DEPTH = 64;

    /** Elements without any bytes (null, empty records) that one record may hold. */
    private static final int MAX_EMPTY_ELEMENTS = 4_096;

    byte[] bytes = new byte[0];
    int position;
    private int end;
    private int depth;
    private int emptyElements;

    void reset(byte[] array, int from, int to) {
        bytes = array;
        position = from;
        end = to;
        depth = 0;
        emptyElements = 0;
    }

    int remaining() {
        return end - position;
    }

    boolean readBoolean() throws Rejection {
        return switch (readByte("a boolean")) {
            case 0 -> false;
            case 1 -> true;
            default -> throw Rejection.malformed("a boolean of 0 or 1", "another byte");
        };
    }

    int readInt() throws Rejection {
        long value = readVarint(Varint.LONGEST_INT, "an int");
        // As in Avro's own decoder: bits beyond the 32nd are ignored.
        return Varint.signed((int) value);
    }

    long readLong() throws Rejection {
        return Varint.signed(readVarint(Varint.LONGEST_LONG, "a long"));
    }

    private long readVarint(int maxBytes, String expected) throws Rejection {
        int at = position;
        if (end - at < Long.BYTES) {
            return readVarintByBytes(maxBytes, expected);
        }
        long word = (long) LittleEndian.LONG.get(bytes, at);
        long ends = ~word & 0x8080_8080_8080_8080L;
        int size = (Long.numberOfTrailingZeros(ends) >> 3) + 1;
        if (size > Math.min(maxBytes, Long.BYTES)) {
            return readVarintByBytes(maxBytes, expected);
        }
        position = at + size;
        return Varint.join(word & -1L >>> (Long.SIZE - 8 * size));
    }

    private long readVarintByBytes(int maxBytes, String expected) throws Rejection {
        int at = position;
        long value = 0;
        int most = Math.min(end, at + maxBytes);
        for (int shift = 0; at < most; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                position = at;
                return value;
            }
        }
        throw Rejection.malformed(expected, at == end ? "the end of the record" : "too long a number");
    }

    float readFloat() throws Rejection {
        int at = take(4, "a float");
        return Float.intBitsToFloat((int) LittleEndian.INT.get(bytes, at));
    }

    double readDouble() throws Rejection {
        int at = take(8, "a double");
        return Double.longBitsToDouble((long) LittleEndian.LONG.get(bytes, at));
    }

    /** The length of a string or of bytes that lie completely in the record. */
    int readLength() throws Rejection {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw Rejection.malformed("a length within the record", length < 0 ? "a negative one" : "a longer one");
        }
        return (int) length;
    }

    /** Passes {@code length} bytes and returns where they begin. */
    int take(int length, String expected) throws Rejection {
        int at = position;
        if (length > end - at) {
            throw Rejection.malformed(expected, "the end of the record");
        }
        position = at + length;
        return at;
    }

    private byte readByte(String expected) throws Rejection {
        return bytes[take(1, expected)];
    }

    /**
     * The number of elements in the next block of an array or map; 0 at its end.
     *
     * @param minimum the fewest bytes that an element takes
     */
    int readBlock(int minimum) throws Rejection {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readBlockBytes();
        }
        if (minimum > 0) {
            if (count < 0 || count > remaining() / minimum) {
                throw Rejection.malformed("as many elements as the record has bytes for", "a larger count");
            }
        } else {
            if (count < 0 || count > MAX_EMPTY_ELEMENTS - emptyElements) {
                throw new Rejection(
                        RejectCode.TOO_LARGE, "at most " + MAX_EMPTY_ELEMENTS + " elements without bytes", "more");
            }
            emptyElements += (int) count;
        }
        return (int) count;
    }

    /** Like {@link #readBlock}, but passes the whole block if the writer said how long it is. */
    int skipBlock(int minimum) throws Rejection {
        int start = position;
        while (readLong() < 0) {
            int size = readBlockBytes();
            position += size;
            start = position;
        }
        position = start;
        return readBlock(minimum);
    }

    private int readBlockBytes() throws Rejection {
        long size = readLong();
        if (size < 0 || size > remaining()) {
            throw Rejection.malformed("a block within the record", size < 0 ? "a negative size" : "a longer one");
        }
        return (int) size;
    }

    /** Enters a value that may contain values of its own type; balanced by {@link #leave}. */
    void enter() throws Rejection {
        if (++depth > MAX_DEPTH) {
            throw new Rejection(RejectCode.TOO_LARGE, "at most " + MAX_DEPTH + " levels", "more");
        }
    }

    void leave() {
        depth--;
    }
}
