package dev.weir.streams.judge;

import dev.weir.codec.column.Columns;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.rollup.RollupState;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.table.data.RowData;

/**
 * Feeds the roll-ups of one partition: gathers its events and, whenever its time passes what one of them may wait for, hands
 * them on and lets it emit. So what is emitted depends on the log, and not on how it was cut into batches.
 */
final class PartitionRollups {

    /** Takes the rows that roll-ups emit. */
    @FunctionalInterface
    interface Output {

        /** @param rollup its number */
        void emit(int rollup, RowData row);
    }

    private final List<RollupState> states;
    private final boolean corrects;
    private Columns columns = new Columns(List.of(), 0);
    private long[] times = new long[0];
    private int[] rows = new int[0];
    private int taken;
    /** By row, for roll-ups whose groups are the producers. */
    private int[] producers = new int[0];
    /** The lowest watermark at which something may be to emit. */
    private long boundary;

    PartitionRollups(List<RollupState> states) {
        this.states = List.copyOf(states);
        boundary = nextBoundary();
        corrects = states.stream().anyMatch(state -> state.corrects());
    }

    List<RollupState> states() {
        return states;
    }

    /**
     * What is taken from now on are rows of these columns, with these times by row.
     *
     * @param producers by row, what the fates know the producer of an event as that is taken
     */
    void begin(Columns columns, long[] times, int[] producers) {
        this.columns = columns;
        this.times = times;
        this.producers = producers;
        if (rows.length < columns.rows()) {
            rows = new int[columns.rows()];
        }
    }

    /** The event was judged just now. */
    void take(Fate fate, int row, PartitionFates fates) {
        if (states.isEmpty()) {
            return;
        }
        if (fate == Fate.ON_TIME) {
            producers[row] = fates.entry();
            rows[taken++] = row;
        } else if (corrects && fate == Fate.LATE && fates.isNew()) {
            producers[row] = fates.entry();
            rows[taken++] = row;
            states.forEach(state -> state.expectCorrection(fates.watermark()));
            boundary = nextBoundary();
        }
    }

    /** Makes room where the fates remember what they needn't, before a batch begins. */
    void forget(PartitionFates fates) {
        if (!fates.isCrowded()) {
            return;
        }
        BitSet held = new BitSet();
        List<RollupState> borrowers =
                states.stream().filter(RollupState::borrows).toList();
        borrowers.forEach(state -> state.hold(held));
        int[] moved = fates.forget(held::get);
        if (moved != null) {
            borrowers.forEach(state -> state.renumber(moved));
        }
    }

    /** The partition's time is that of its watermark, after what was taken. */
    void passed(long watermark, Output output) {
        if (watermark < boundary || watermark == PartitionFates.NO_TIME) {
            return;
        }
        end();
        for (int rollup = 0; rollup < states.size(); rollup++) {
            int number = rollup;
            states.get(rollup).advance(watermark, row -> output.emit(number, row));
        }
        boundary = nextBoundary();
    }

    private long nextBoundary() {
        return states.stream().mapToLong(RollupState::nextBoundary).min().orElse(Long.MAX_VALUE);
    }

    /** Nothing of the columns is left over. */
    void end() {
        if (taken > 0) {
            for (RollupState state : states) {
                state.add(columns, rows, taken, times, state.borrows() ? producers : null);
            }
            taken = 0;
        }
    }
}
