package dev.weir.streams.rollup;

/** Wraps as Flink's does. */
final class LongSum extends Accumulator {

    LongSum(int word, int countWord) {
        super(word, countWord);
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        long[] words = slice.words();
        for (int i = from; i < to; i++) {
            words[chunk.cells[at[i]] + word] += values.longs[at[i]];
        }
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        into.words()[cell + word] += other.words()[otherCell + word];
    }

    long sum(Slice slice, int cell) {
        return slice.words()[cell + word];
    }
}
