package dev.weir.streams.rollup;

import java.util.Arrays;

/** The first, last, least or greatest text: where it is among the slice's texts, and its event's ordinal. */
final class TextPick extends Accumulator {

    static final int WORDS = 2;

    private final RollupSpec.Function function;

    TextPick(int word, int countWord, RollupSpec.Function function) {
        super(word, countWord);
        this.function = function;
    }

    @Override
    void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to) {
        for (int i = from; i < to; i++) {
            int place = at[i];
            int begin = values.starts[place];
            int end = begin + values.lengths[place];
            int cell = chunk.cells[place];
            if (chunk.counts[place] == 1) {
                put(slice, cell, Texts.NONE, values.bytes, begin, end, chunk.ordinals[place]);
            } else if (replaces(slice, cell, values.bytes, begin, end, chunk.ordinals[place])) {
                put(slice, cell, text(slice, cell), values.bytes, begin, end, chunk.ordinals[place]);
            }
        }
    }

    private boolean replaces(Slice slice, int cell, byte[] bytes, int begin, int end, long ordinal) {
        long than = slice.words()[cell + word + 1];
        return switch (function) {
            case FIRST_VALUE -> ordinal < than;
            case LAST_VALUE -> ordinal > than;
            default -> {
                Texts texts = slice.texts();
                int text = text(slice, cell);
                int order =
                        Arrays.compareUnsigned(bytes, begin, end, texts.bytes(), texts.begin(text), texts.end(text));
                yield function == RollupSpec.Function.MIN ? order < 0 : order > 0;
            }
        };
    }

    private void put(Slice slice, int cell, int old, byte[] bytes, int begin, int end, long ordinal) {
        slice.words()[cell + word] = slice.texts().put(old, bytes, begin, end);
        slice.words()[cell + word + 1] = ordinal;
    }

    @Override
    void merge(Slice into, int cell, Slice other, int otherCell) {
        if (other.words()[otherCell + countWord] == 0) {
            return;
        }
        Texts texts = other.texts();
        int from = text(other, otherCell);
        int begin = texts.begin(from);
        int end = texts.end(from);
        long ordinal = other.words()[otherCell + word + 1];
        if (into.words()[cell + countWord] == 0) {
            put(into, cell, Texts.NONE, texts.bytes(), begin, end, ordinal);
        } else if (replaces(into, cell, texts.bytes(), begin, end, ordinal)) {
            put(into, cell, text(into, cell), texts.bytes(), begin, end, ordinal);
        }
    }

    private int text(Slice slice, int cell) {
        return (int) slice.words()[cell + word];
    }

    byte[] value(Slice slice, int cell) {
        Texts texts = slice.texts();
        int text = text(slice, cell);
        return Arrays.copyOfRange(texts.bytes(), texts.begin(text), texts.end(text));
    }
}
