package dev.weir.streams.rollup;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/** The least or the greatest number; of equal ones, and beside NaN, the one that came first. */
final class Extreme extends Accumulator {

    private final boolean isDouble;
    private final boolean isLeast;

    Extreme(int word, int countWord, boolean isDouble, boolean isLeast) {
        super(word, countWord);
        this.isDouble = isDouble;
        this.isLeast = isLeast;
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        long[] words = slice.words();
        if (isDouble) {
            for (int i = from; i < to; i++) {
                int place = chunk.cells[at[i]] + word;
                double value = values.doubles[at[i]];
                if (chunk.counts[at[i]] == 1 || isBetter(value, longBitsToDouble(words[place]))) {
                    words[place] = doubleToRawLongBits(value);
                }
            }
        } else {
            for (int i = from; i < to; i++) {
                int place = chunk.cells[at[i]] + word;
                long value = values.longs[at[i]];
                if (chunk.counts[at[i]] == 1 || isBetter(value, words[place])) {
                    words[place] = value;
                }
            }
        }
    }

    private boolean isBetter(double value, double than) {
        return isLeast ? value < than : value > than;
    }

    private boolean isBetter(long value, long than) {
        return isLeast ? value < than : value > than;
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        if (other.words()[otherCell + countWord] == 0) {
            return;
        }
        long[] words = into.words();
        long value = other.words()[otherCell + word];
        long than = words[cell + word];
        boolean better = isDouble ? isBetter(longBitsToDouble(value), longBitsToDouble(than)) : isBetter(value, than);
        if (words[cell + countWord] == 0 || better) {
            words[cell + word] = value;
        }
    }

    long bits(Slice slice, int cell) {
        return slice.words()[cell + word];
    }
}
