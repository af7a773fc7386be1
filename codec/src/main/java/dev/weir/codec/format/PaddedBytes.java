package dev.weir.codec.format;

/**
 * Where a record may be looked at a few bytes beyond its end: copies one whose array ends too soon. Not thread-safe.
 */
public final class PaddedBytes {

    /** How many bytes lie behind a record: of a word that begins in it, the rest. */
    public static final int PADDING = Long.BYTES;

    private static final int LEAST = 64;

    private byte[] bytes = new byte[0];

    public static boolean isPadded(byte[] array, int to) {
        return array.length - to >= PADDING;
    }

    /** Where the record begins at 0, until the next call. */
    public byte[] copy(byte[] array, int from, int to) {
        int length = to - from;
        if (bytes.length < length + PADDING) {
            bytes = new byte[Math.max(LEAST, length + PADDING)];
        }
        System.arraycopy(array, from, bytes, 0, length);
        return bytes;
    }
}
