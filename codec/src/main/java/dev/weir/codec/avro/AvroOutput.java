package dev.weir.codec.avro;

import dev.weir.codec.format.LittleEndian;
import java.util.Arrays;

/** A growing buffer of Avro binary, kept between records. */
final class AvroOutput {

    private static final int MAX_VARINT = 10;

    private byte[] bytes = new byte[512];
    private int size;

    void reset(byte[] header) {
        size = 0;
        writeRaw(header);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void writeBoolean(boolean value) {
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** An int and a long of the same value have the same bytes. */
    void writeLong(long value) {
        ensure(MAX_VARINT);
        long n = (value << 1) ^ (value >> 63);
        while ((n & ~0x7FL) != 0) {
            bytes[size++] = (byte) (n | 0x80);
            n >>>= 7;
        }
        bytes[size++] = (byte) n;
    }

    void writeFloat(float value) {
        ensure(Float.BYTES);
        LittleEndian.INT.set(bytes, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    void writeDouble(double value) {
        ensure(Double.BYTES);
        LittleEndian.LONG.set(bytes, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    /** A length, then as many bytes. */
    void writeBytes(byte[] value) {
        writeLong(value.length);
        writeRaw(value);
    }

    void writeRaw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(2L * size, 1 << 30)));
        }
    }
}
