package dev.weir.streams.rollup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slices that are kept, by their begin. */
final class Slices {

    private final List<Slice> slices = new ArrayList<>();

    int size() {
        return slices.size();
    }

    Slice get(int at) {
        return slices.get(at);
    }

    /** The place of the first that begins there or behind. */
    int ceiling(long start) {
        int low = 0;
        int high = slices.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (slices.get(middle).start() < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Nullable
    Slice find(long start) {
        int at = ceiling(start);
        return at < slices.size() && slices.get(at).start() == start ? slices.get(at) : null;
    }

    Slice findOrAdd(long start, int stride) {
        int at = ceiling(start);
        if (at == slices.size() || slices.get(at).start() != start) {
            // Mostly the groups of one stretch of time are there in the next.
            int expected = at == 0 ? 0 : slices.get(at - 1).size();
            slices.add(at, new Slice(start, stride, expected));
        }
        return slices.get(at);
    }

    void removeFirst(int count) {
        slices.subList(0, count).clear();
    }

    /** Adds the groups that have a cell. */
    void hold(BitSet held) {
        for (Slice slice : slices) {
            for (int cell = 0; cell < slice.size(); cell++) {
                held.set(slice.group(cell));
            }
        }
    }

    void renumber(int[] moved) {
        slices.forEach(slice -> slice.renumber(moved));
    }

    long writtenBytes() {
        return Integer.BYTES + slices.stream().mapToLong(Slice::writtenBytes).sum();
    }

    void write(ByteBuffer out) {
        out.putInt(slices.size());
        slices.forEach(slice -> slice.write(out));
    }

    static Slices read(int stride, ByteBuffer in) {
        Slices slices = new Slices();
        for (int left = in.getInt(); left > 0; left--) {
            slices.slices.add(Slice.read(stride, in));
        }
        return slices;
    }
}
