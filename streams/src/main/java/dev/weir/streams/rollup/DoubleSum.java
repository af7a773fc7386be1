package dev.weir.streams.rollup;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/** Neumaier's compensated sum: a million equal readings summed plainly are 1e-11 off. */
final class DoubleSum extends Accumulator {

    static final int WORDS = 2;

    DoubleSum(int word, int countWord) {
        super(word, countWord);
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        long[] words = slice.words();
        for (int i = from; i < to; i++) {
            add(words, chunk.cells[at[i]] + word, values.doubles[at[i]]);
        }
    }

    private static void add(long[] words, int place, double value) {
        double sum = longBitsToDouble(words[place]);
        double next = sum + value;
        double lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        words[place] = doubleToRawLongBits(next);
        words[place + 1] = doubleToRawLongBits(longBitsToDouble(words[place + 1]) + lost);
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        long[] words = into.words();
        long[] others = other.words();
        add(words, cell + word, longBitsToDouble(others[otherCell + word]));
        double lost = longBitsToDouble(words[cell + word + 1]) + longBitsToDouble(others[otherCell + word + 1]);
        words[cell + word + 1] = doubleToRawLongBits(lost);
    }

    double sum(Slice slice, int cell) {
        double sum = longBitsToDouble(slice.words()[cell + word]);
        return Double.isFinite(sum) ? sum + longBitsToDouble(slice.words()[cell + word + 1]) : sum;
    }
}
