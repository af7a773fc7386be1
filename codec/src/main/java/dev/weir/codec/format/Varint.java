package dev.weir.codec.format;

/**
 * Numbers of seven bits a byte, the lowest first, of which all bytes but the last have their highest bit set: read eight
 * bytes at once. {@code word} is what {@link LittleEndian#LONG} reads where the number begins; bytes that lie behind the number have no effect.
 */
public final class Varint {

    /** The most bytes that a number of 32 bits takes. */
    public static final int LONGEST_INT = 5;

    /** The most bytes that a number of 64 bits takes. */
    public static final int LONGEST_LONG = 10;

    private static final long CONTINUES = 0x8080_8080_8080_8080L;

    private Varint() {}

    /** How many bytes the number at {@code at} takes; more than {@link #LONGEST_LONG} if it doesn't end. */
    public static int size(long word, byte[] bytes, int at) {
        long ends = ~word & CONTINUES;
        if (ends != 0) {
            return (Long.numberOfTrailingZeros(ends) >> 3) + 1;
        }
        return bytes[at + 8] >= 0 ? 9 : bytes[at + 9] >= 0 ? LONGEST_LONG : LONGEST_LONG + 1;
    }

    /** @param size at most {@link #LONGEST_LONG}; bits beyond the 64th are ignored */
    public static long value(long word, int size, byte[] bytes, int at) {
        if (size < 8) {
            return join(word & (1L << 8 * size) - 1);
        }
        long low = join(word);
        return size == 8
                ? low
                : size == 9
                        ? low | (long) bytes[at + 8] << 56
                        : low | (bytes[at + 8] & 0x7FL) << 56 | (long) bytes[at + 9] << 63;
    }

    /** Moves the low seven bits of each byte together. */
    public static long join(long word) {
        long pairs = (word & 0x7F00_7F00_7F00_7F00L) >>> 1 | word & 0x007F_007F_007F_007FL;
        long fours = (pairs & 0xFFFF_0000_FFFF_0000L) >>> 2 | pairs & 0x0000_FFFF_0000_FFFFL;
        return (fours & 0xFFFF_FFFF_0000_0000L) >>> 4 | fours & 0x0000_0000_FFFF_FFFFL;
    }

    /** What Avro and Protobuf's {@code sint64} mean by the number: small ones of either sign are short. */
    public static long signed(long number) {
        return number >>> 1 ^ -(number & 1);
    }

    /** The same of 32 bits. */
    public static int signed(int number) {
        return number >>> 1 ^ -(number & 1);
    }
}
