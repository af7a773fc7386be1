package dev.weir.streams.fate;

import java.nio.ByteBuffer;

/** Arrays of numbers in a buffer, moved as blocks. */
public final class Blocks {

    private Blocks() {}

    public static void write(int[] values, int count, ByteBuffer out) {
        out.asIntBuffer().put(values, 0, count);
        out.position(out.position() + count * Integer.BYTES);
    }

    public static void write(long[] values, int count, ByteBuffer out) {
        out.asLongBuffer().put(values, 0, count);
        out.position(out.position() + count * Long.BYTES);
    }

    /** An array of {@code length} that begins with {@code count} values of the buffer. */
    public static int[] readInts(int count, int length, ByteBuffer in) {
        int[] values = new int[length];
        in.asIntBuffer().get(values, 0, count);
        in.position(in.position() + count * Integer.BYTES);
        return values;
    }

    /** An array of {@code length} that begins with {@code count} values of the buffer. */
    public static long[] readLongs(int count, int length, ByteBuffer in) {
        long[] values = new long[length];
        in.asLongBuffer().get(values, 0, count);
        in.position(in.position() + count * Long.BYTES);
        return values;
    }
}
