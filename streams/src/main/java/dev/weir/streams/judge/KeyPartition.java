package dev.weir.streams.judge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The partition in which Kafka's producers put a record by its key: MurmurHash2 with Kafka's seed, over a part of an array.
 * Kafka's own takes whole arrays only.
 */
final class KeyPartition {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyPartition() {}

    static int of(byte[] bytes, int start, int length, int partitions) {
        return (hash(bytes, start, length) & Integer.MAX_VALUE) % partitions;
    }

    private static int hash(byte[] bytes, int start, int length) {
        int hash = SEED ^ length;
        int at = start;
        int end = start + length;
        for (; end - at >= Integer.BYTES; at += Integer.BYTES) {
            int word = (int) INT.get(bytes, at) * MULTIPLIER;
            word = (word ^ word >>> SHIFT) * MULTIPLIER;
            hash = hash * MULTIPLIER ^ word;
        }
        if (at < end) {
            int rest = 0;
            for (int i = end - 1; i >= at; i--) {
                rest = rest << Byte.SIZE | bytes[i] & 0xFF;
            }
            hash = (hash ^ rest) * MULTIPLIER;
        }
        hash = (hash ^ hash >>> 13) * MULTIPLIER;
        return hash ^ hash >>> 15;
    }
}
