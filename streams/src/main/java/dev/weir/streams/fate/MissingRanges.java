package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ranges of sequences that one producer left out, apart from each other and in ascending order; few. */
final class MissingRanges {

    /** First and last sequence of each range in turn. */
    private long[] bounds = new long[2];

    private int count;

    int count() {
        return count;
    }

    /** A range above all others. */
    void addLast(long from, long to) {
        insert(count, from, to);
    }

    /** A range below all others. */
    void addFirst(long from, long to) {
        insert(0, from, to);
    }

    private void insert(int at, long from, long to) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        System.arraycopy(bounds, 2 * at, bounds, 2 * at + 2, 2 * (count - at));
        bounds[2 * at] = from;
        bounds[2 * at + 1] = to;
        count++;
    }

    private void remove(int at) {
        count--;
        System.arraycopy(bounds, 2 * at + 2, bounds, 2 * at, 2 * (count - at));
    }

    /** Removes the lowest range, of which there must be one; its last sequence. */
    long removeFirst() {
        long last = bounds[1];
        remove(0);
        return last;
    }

    /** Takes a sequence out of the range that has it; false if none has. */
    boolean fill(long sequence) {
        for (int at = 0; at < count; at++) {
            long from = bounds[2 * at];
            long to = bounds[2 * at + 1];
            if (sequence < from) {
                return false;
            }
            if (sequence <= to) {
                take(sequence, at, from, to);
                return true;
            }
        }
        return false;
    }

    private void take(long sequence, int at, long from, long to) {
        if (from == to) {
            remove(at);
        } else if (sequence == from) {
            bounds[2 * at] = from + 1;
        } else if (sequence == to) {
            bounds[2 * at + 1] = to - 1;
        } else {
            bounds[2 * at + 1] = sequence - 1;
            insert(at + 1, sequence + 1, to);
        }
    }

    int writtenBytes() {
        return Integer.BYTES + 2 * count * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putInt(count);
        Blocks.write(bounds, 2 * count, out);
    }

    static MissingRanges read(ByteBuffer in) {
        MissingRanges ranges = new MissingRanges();
        ranges.count = in.getInt();
        ranges.bounds = Blocks.readLongs(2 * ranges.count, Math.max(2, 2 * ranges.count), in);
        return ranges;
    }
}
