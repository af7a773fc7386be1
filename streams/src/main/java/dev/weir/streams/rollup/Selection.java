package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that count for some aggregates, by their filter and, if it can be null, their argument: counted once for all. */
final class Selection {

    private record Argument(BoundExpression of, List<Accumulator> accumulators) {}

    private final @Nullable BoundExpression filter;
    private final @Nullable BoundExpression notNull;
    private final int countWord;
    private final List<Argument> arguments = new ArrayList<>();
    private final int[] at = new int[Vector.CHUNK];

    Selection(@Nullable BoundExpression filter, @Nullable BoundExpression notNull, int countWord) {
        this.filter = filter;
        this.notNull = notNull;
        this.countWord = countWord;
    }

    int countWord() {
        return countWord;
    }

    List<Accumulator> argument(BoundExpression of) {
        Argument argument = new Argument(of, new ArrayList<>());
        arguments.add(argument);
        return argument.accumulators();
    }

    /** @param runs by slice, where its places in the chunk end */
    void add(Columns batch, Chunk chunk, Slice[] slices, int[] runs, int count) {
        Vector tested = filter == null ? null : filter.evaluate(batch, chunk.rows, chunk.count);
        Vector present = notNull == null ? null : notNull.evaluate(batch, chunk.rows, chunk.count);
        int[] ends = new int[count];
        int selected = 0;
        int place = 0;
        for (int slice = 0; slice < count; slice++) {
            for (; place < runs[slice]; place++) {
                boolean counts = (tested == null || tested.longs[place] == 1 && !tested.nulls[place])
                        && (present == null || !present.nulls[place]);
                at[selected] = place;
                selected += counts ? 1 : 0;
            }
            ends[slice] = selected;
            count(slices[slice].words(), chunk, slice == 0 ? 0 : ends[slice - 1], selected);
        }
        for (Argument argument : arguments) {
            Vector values = argument.of() == notNull && present != null
                    ? present
                    : argument.of().evaluate(batch, chunk.rows, chunk.count);
            for (Accumulator accumulator : argument.accumulators()) {
                int from = 0;
                for (int slice = 0; slice < count; slice++) {
                    accumulator.add(slices[slice], chunk, values, at, from, ends[slice]);
                    from = ends[slice];
                }
            }
        }
    }

    private void count(long[] words, Chunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            chunk.counts[at[i]] = ++words[chunk.cells[at[i]] + countWord];
        }
    }

    void merge(Slice into, int cell, Slice other, int otherCell) {
        for (Argument argument : arguments) {
            for (Accumulator accumulator : argument.accumulators()) {
                accumulator.merge(into, cell, other, otherCell);
            }
        }
        into.words()[cell + countWord] += other.words()[otherCell + countWord];
    }
}
