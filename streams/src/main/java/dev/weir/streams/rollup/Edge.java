package dev.weir.streams.rollup;

/** The first or the last value in the order of the log, as the bits of a number, and its event's ordinal if slices merge. */
final class Edge extends Accumulator {

    private final boolean isDouble;
    private final boolean isFirst;
    private final boolean merges;

    Edge(int word, int countWord, boolean isDouble, boolean isFirst, boolean merges) {
        super(word, countWord);
        this.isDouble = isDouble;
        this.isFirst = isFirst;
        this.merges = merges;
    }

    static int words(boolean merges) {
        return merges ? 2 : 1;
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        long[] words = slice.words();
        for (int i = from; i < to; i++) {
            int place = at[i];
            if (!isFirst || chunk.counts[place] == 1) {
                int to1 = chunk.cells[place] + word;
                words[to1] = isDouble ? Double.doubleToRawLongBits(values.doubles[place]) : values.longs[place];
                if (merges) {
                    words[to1 + 1] = chunk.ordinals[place];
                }
            }
        }
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        long[] words = into.words();
        long[] others = other.words();
        if (others[otherCell + countWord] == 0) {
            return;
        }
        long ordinal = others[otherCell + word + 1];
        long than = words[cell + word + 1];
        if (words[cell + countWord] == 0 || (isFirst ? ordinal < than : ordinal > than)) {
            words[cell + word] = others[otherCell + word];
            words[cell + word + 1] = ordinal;
        }
    }

    long bits(Slice slice, int cell) {
        return slice.words()[cell + word];
    }
}
