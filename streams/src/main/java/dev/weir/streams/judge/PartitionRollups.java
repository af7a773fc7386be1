package dev.weir.streams.judge;

import dev.weir.codec.column.Columns;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.rollup.RollupState;
import java.util.List;
import java.util.Set;
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
    /** Whether a roll-up's groups are the producers that events are told from each other by. */
    private final boolean[] byProducer;

    private final boolean corrects;
    private Columns columns = new Columns(List.of(), 0);
    private long[] times = new long[0];
    private int[] rows = new int[0];
    private int taken;
    private int[] producers = new int[0];
    private boolean producersAreKnown;
    private int forgotten;
    /** The lowest watermark at which something may be to emit. */
    private long boundary;

    /** @param producer the columns that name the producer, if events have a sequence; otherwise empty */
    PartitionRollups(List<RollupState> states, List<String> producer) {
        this.states = List.copyOf(states);
        byProducer = new boolean[states.size()];
        for (int i = 0; i < byProducer.length; i++) {
            byProducer[i] = Set.copyOf(states.get(i).spec().groups()).equals(Set.copyOf(producer));
        }
        boundary = nextBoundary();
        corrects = states.stream().anyMatch(state -> state.corrects());
    }

    List<RollupState> states() {
        return states;
    }

    /**
     * What is taken from now on are rows of these columns, with these times by row.
     *
     * @param found by row, what the fates found of its identity
     */
    void begin(Columns columns, long[] times, int[] found, PartitionFates fates) {
        this.columns = columns;
        this.times = times;
        producers = found;
        producersAreKnown = true;
        if (fates.forgotten() != forgotten) {
            forgotten = fates.forgotten();
            states.forEach(RollupState::forgetAliases);
        }
        if (rows.length < columns.rows()) {
            rows = new int[columns.rows()];
        }
    }

    /** The event was judged just now. */
    void take(Fate fate, int row, PartitionFates fates) {
        if (states.isEmpty()) {
            return;
        }
        producersAreKnown &= fates.forgotten() == forgotten;
        if (fate == Fate.ON_TIME) {
            rows[taken++] = row;
        } else if (corrects && fate == Fate.LATE && fates.isNew()) {
            rows[taken++] = row;
            states.forEach(state -> state.expectCorrection(fates.watermark()));
            boundary = nextBoundary();
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
            for (int rollup = 0; rollup < byProducer.length; rollup++) {
                boolean known = byProducer[rollup] && producersAreKnown;
                states.get(rollup).add(columns, rows, taken, times, known ? producers : null);
            }
            taken = 0;
        }
    }
}
