package dev.weir.streams.rollup;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/** Mean and sum of squared differences from it, by Welford, merged by Chan: no cancellation as of a sum of squares. */
final class Moments extends Accumulator {

    static final int WORDS = 2;

    Moments(int word, int countWord) {
        super(word, countWord);
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        long[] words = slice.words();
        for (int i = from; i < to; i++) {
            int place = chunk.cells[at[i]] + word;
            double value = values.doubles[at[i]];
            double mean = longBitsToDouble(words[place]);
            double difference = value - mean;
            double next = mean + difference / chunk.counts[at[i]];
            words[place] = doubleToRawLongBits(next);
            words[place + 1] = doubleToRawLongBits(longBitsToDouble(words[place + 1]) + difference * (value - next));
        }
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        long[] words = into.words();
        long[] others = other.words();
        double count = words[cell + countWord];
        double otherCount = others[otherCell + countWord];
        if (otherCount == 0) {
            return;
        }
        double mean = longBitsToDouble(words[cell + word]);
        double difference = longBitsToDouble(others[otherCell + word]) - mean;
        double share = otherCount / (count + otherCount);
        double squares = longBitsToDouble(words[cell + word + 1]) + longBitsToDouble(others[otherCell + word + 1]);
        words[cell + word] = doubleToRawLongBits(mean + difference * share);
        words[cell + word + 1] = doubleToRawLongBits(squares + difference * difference * count * share);
    }

    double squares(Slice slice, int cell) {
        return longBitsToDouble(slice.words()[cell + word + 1]);
    }
}
