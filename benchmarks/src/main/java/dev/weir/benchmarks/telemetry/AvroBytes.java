package dev.weir.benchmarks.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Avro's binary form of a few types, written and read by hand over one array. Not thread-safe. */
final class AvroBytes {

    /** Magic byte and schema id of Confluent's wire format. */
    static final int FRAME = 5;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] bytes = new byte[256];
    int position;

    void begin(int schemaId) {
        bytes[0] = 0;
        INT.set(bytes, 1, schemaId);
        position = FRAME;
    }

    /** Reads from here on. */
    void wrap(byte[] value) {
        bytes = value;
        position = FRAME;
    }

    /** Makes room for so many bytes more. */
    void reserve(int further) {
        if (bytes.length < position + further) {
            bytes = Arrays.copyOf(bytes, (position + further) * 2);
        }
    }

    void writeLong(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[position++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
    }

    long readLong() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }

    void writeDouble(double value) {
        LONG.set(bytes, position, Double.doubleToRawLongBits(value));
        position += Double.BYTES;
    }

    double readDouble() {
        double value = Double.longBitsToDouble((long) LONG.get(bytes, position));
        position += Double.BYTES;
        return value;
    }
}
