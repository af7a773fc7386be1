package dev.weir.codec.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    public static boolean isValid(byte[] bytes, int from, int length) {
        return isAscii(bytes, from, length) || isWellFormed(bytes, from, from + length);
    }

    /** May say no where the bytes are too near the array's end to be looked at in words. */
    private static boolean isAscii(byte[] bytes, int from, int length) {
        if (length < Long.BYTES) {
            return length == 0
                    || bytes.length - from >= Long.BYTES
                            && ((long) LONGS.get(bytes, from) & HIGH_BITS >>> (Long.SIZE - 8 * length)) == 0;
        }
        int last = from + length - Long.BYTES;
        long seen = (long) LONGS.get(bytes, last);
        for (int at = from; at < last; at += Long.BYTES) {
            seen |= (long) LONGS.get(bytes, at);
        }
        return (seen & HIGH_BITS) == 0;
    }

    /**
     * Whether a few bytes are ASCII.
     *
     * @param bytes has {@link PaddedBytes#PADDING} more behind them, which don't count
     */
    public static boolean isPaddedAscii(byte[] bytes, int from, int length) {
        int left = length & Long.BYTES - 1;
        int end = from + length - left;
        long seen = left == 0 ? 0 : (long) LONGS.get(bytes, end) & (1L << 8 * left) - 1;
        for (int at = from; at < end; at += Long.BYTES) {
            seen |= (long) LONGS.get(bytes, at);
        }
        return (seen & HIGH_BITS) == 0;
    }

    private static boolean isWellFormed(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int size = sizeOfCharacter(bytes, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /** The bytes of the character that begins at {@code at} with a byte beyond ASCII; 0 if it is not well-formed. */
    private static int sizeOfCharacter(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0 || end - at < size) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
