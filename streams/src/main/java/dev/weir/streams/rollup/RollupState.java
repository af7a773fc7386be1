package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.streams.fate.KeyTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What a roll-up has of one partition. Whoever feeds it adds events in the order of the log and advances it each time the
 * partition's watermark reaches {@link #nextBoundary}, with all events before that added and none behind: then what is
 * emitted is a function of the log, however it was cut into batches.
 *
 * <p>Of a window that was emitted it knows nothing any more: late events of it are emitted as what they add to it, to be merged
 * where it is kept ({@link WindowRows}).
 *
 * <p>Owned by one thread, as is its roll-up.
 */
public final class RollupState {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NEVER_YET = Long.MIN_VALUE;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int LEAST_TO_FORGET = 1024;

    private final Rollup rollup;
    private final int partition;
    private final WindowGrid grid;
    private final CellLayout layout;
    private final long correctMillis;
    private final KeyTable groups;
    /** Whether the groups are numbered by somebody else, who also forgets them. */
    private final boolean lent;

    /** Of windows that aren't emitted yet. */
    private final Slices slices;
    /** Late events of windows that are emitted, until they are emitted as corrections. */
    private final Slices late;
    /** The newest window end that the watermark has passed. */
    private long closed;
    /** The watermark at which corrections are emitted at the latest. */
    private long correctionDue = NEVER;

    /** Windows that begin before this time lack events, and aren't emitted. */
    private long complete = NEVER_YET;

    private long ordinal;
    private long beyondHorizon;
    private int groupsLeft;

    private final Chunk chunk = new Chunk();
    private final int[] selected = new int[Vector.CHUNK];
    private final int[] cells = new int[Vector.CHUNK];
    private final int[] localSlices = new int[Vector.CHUNK];
    private final Slice[] chunkSlices = new Slice[Vector.CHUNK];
    private final int[] runs = new int[Vector.CHUNK];

    /**
     * Of a partition that was never read.
     *
     * @param partition its number, which tells its windows from those of other partitions
     * @param lender who numbers the groups; null if nobody does but this roll-up
     */
    public RollupState(Rollup rollup, int partition, @Nullable GroupLender lender) {
        this(
                rollup,
                partition,
                lender,
                new KeyTable(0),
                new Slices(),
                new Slices(),
                rollup.grid().newestEnd(Long.MIN_VALUE));
    }

    /**
     * Of a partition that was read before without this roll-up: windows that may have had events then are never emitted.
     *
     * @param newest the newest event time until then, in milliseconds; {@link Long#MIN_VALUE} if there was none
     */
    public static RollupState after(long newest, Rollup rollup, int partition, @Nullable GroupLender lender) {
        RollupState state = new RollupState(rollup, partition, lender);
        state.complete = newest == NEVER_YET ? NEVER_YET : newest + 1;
        return state;
    }

    /** @param own the groups if there is no lender */
    private RollupState(
            Rollup rollup,
            int partition,
            @Nullable GroupLender lender,
            KeyTable own,
            Slices slices,
            Slices late,
            long closed) {
        this.rollup = rollup;
        this.partition = partition;
        this.grid = rollup.grid();
        this.layout = rollup.layout();
        this.correctMillis = rollup.spec().correctMillis();
        this.groups = lender == null ? own : lender.table();
        this.lent = lender != null;
        this.slices = slices;
        this.late = late;
        this.closed = closed;
    }

    public RollupSpec spec() {
        return rollup.spec();
    }

    /** Whether late events are to be added, too. */
    public boolean corrects() {
        return correctMillis > 0;
    }

    /**
     * The lowest watermark at which something may have to be emitted. A late event that isn't added yet may lower it: see
     * {@link #expectCorrection}.
     */
    public long nextBoundary() {
        return Math.min(closed + grid.step() - 1, correctionDue);
    }

    /**
     * A late event was read, to be added before the next advance: what it corrects is emitted when the watermark reaches the next
     * full second, or a window's end before that.
     *
     * @param watermark the partition's when the event was read
     */
    public void expectCorrection(long watermark) {
        long second = watermark - Math.floorMod(watermark, MILLIS_PER_SECOND) + MILLIS_PER_SECOND;
        correctionDue = Math.min(correctionDue, second);
    }

    /** How many late events were older than all windows that may still be corrected. */
    public long beyondHorizon() {
        return beyondHorizon;
    }

    /** Whether somebody else numbers the groups: who feeds the roll-up has to say them. */
    public boolean borrows() {
        return lent;
    }

    /** How many groups are known, those that no kept window has among them until they are forgotten. */
    public int groups() {
        return groups.size();
    }

    /**
     * Adds events in the order of the log: those on time and, if the roll-up corrects, late ones.
     *
     * @param rows of the batch, the first {@code count} of them
     * @param times by row of the batch, in milliseconds
     * @param lentGroups by row of the batch its group, if it {@link #borrows} them; otherwise null
     * @throws IllegalStateException if an event is in a closed window and the roll-up doesn't correct
     */
    public void add(Columns batch, int[] rows, int count, long[] times, int @Nullable [] lentGroups) {
        for (int from = 0; from < count; from += Vector.CHUNK) {
            int events = rollup.select(batch, rows, from, Math.min(count, from + Vector.CHUNK), selected);
            addChunk(batch, events, times, lentGroups);
        }
    }

    private void addChunk(Columns batch, int events, long[] times, int @Nullable [] lentGroups) {
        int used = 0;
        int kept = 0;
        Slice slice = null;
        for (int at = 0; at < events; at++) {
            long time = times[selected[at]];
            if (slice == null || time < slice.start() || time - slice.start() >= grid.step()) {
                long start = grid.sliceStart(time);
                if (isBeyondHorizon(start)) {
                    beyondHorizon++;
                    continue;
                }
                slice = (isClosed(start) ? late : slices).findOrAdd(start, layout.stride());
                if (slice.local == GroupIndex.ABSENT) {
                    slice.local = used;
                    runs[used] = 0;
                    chunkSlices[used++] = slice;
                }
            }
            int row = selected[at];
            int group = lentGroups == null ? rollup.groups().findOrAdd(groups, batch, row) : lentGroups[row];
            cells[kept] = slice.begin(slice.findOrAdd(group));
            selected[kept] = row;
            localSlices[kept++] = slice.local;
            runs[slice.local]++;
        }
        order(kept, used);
        layout.add(batch, chunk, chunkSlices, runs, used);
        // Or a slice would stay in memory for long after its windows.
        Arrays.fill(chunkSlices, 0, used, null);
    }

    /** Brings the events of each slice together; {@link #runs} are counts before and ends after. */
    private void order(int events, int used) {
        int begin = 0;
        for (int local = 0; local < used; local++) {
            chunkSlices[local].local = GroupIndex.ABSENT;
            int count = runs[local];
            runs[local] = begin;
            begin += count;
        }
        for (int at = 0; at < events; at++) {
            int place = runs[localSlices[at]]++;
            chunk.rows[place] = selected[at];
            chunk.cells[place] = cells[at];
            chunk.ordinals[place] = ordinal++;
        }
        chunk.count = events;
    }

    /** Whether the slice is in a window that was emitted or passed. */
    private boolean isClosed(long sliceStart) {
        return sliceStart + grid.step() <= closed;
    }

    private boolean isBeyondHorizon(long sliceStart) {
        if (correctMillis == 0 && isClosed(sliceStart)) {
            throw new IllegalStateException("An event of a closed window, that ends at " + (sliceStart + grid.step())
                    + ", came to roll-up " + rollup.spec().name() + ", which doesn't correct");
        }
        return grid.lastEnd(sliceStart) + correctMillis <= closed;
    }

    /**
     * Emits what corrects windows that were emitted, then the windows that end at {@code watermark + 1} or before, by their ends,
     * and forgets both. Groups come in the order in which their window's slices had them first.
     *
     * @param watermark the partition's: no event on time is at or before it any more
     * @param out gets rows of the roll-up's emitted type, its own from then on
     */
    public void advance(long watermark, Consumer<RowData> out) {
        correct(out);
        long newest = grid.newestEnd(watermark);
        if (newest > closed) {
            eachWindow(slices, closed + grid.step(), newest, end -> emit(slices, end, false, out));
            closed = newest;
            forget();
        }
    }

    private void correct(Consumer<RowData> out) {
        correctionDue = NEVER;
        eachWindow(late, NEVER_YET, closed, end -> {
            if (end + correctMillis > closed) {
                emit(late, end, true, out);
            }
        });
        for (int at = 0; at < late.size(); at++) {
            Slice slice = late.get(at);
            if (grid.lastEnd(slice.start()) > closed) {
                merge(slices.findOrAdd(slice.start(), layout.stride()), slice);
            }
        }
        late.removeFirst(late.size());
    }

    /** In order, the ends of the windows that have one of these slices. */
    private void eachWindow(Slices of, long firstEnd, long lastEnd, LongConsumer action) {
        long end = firstEnd;
        for (int at = 0; at < of.size(); at++) {
            long start = of.get(at).start();
            end = Math.max(end, start + grid.step());
            long next = at + 1 < of.size() ? of.get(at + 1).start() + grid.step() : NEVER;
            long last = Math.min(lastEnd, grid.lastEnd(start));
            for (; end <= last && end < next; end += grid.step()) {
                action.accept(end);
            }
        }
    }

    private void emit(Slices of, long end, boolean corrects, Consumer<RowData> out) {
        long start = grid.windowStart(end);
        if (start < complete) {
            return;
        }
        Slice window = of.find(start);
        if (grid.merges() || window == null) {
            window = new Slice(start, layout.stride(), 0);
            for (int at = of.ceiling(start); at < of.size() && of.get(at).start() < end; at++) {
                merge(window, of.get(at));
            }
        }
        for (int cell = 0; cell < window.size(); cell++) {
            byte[] group = groups.key(window.group(cell));
            out.accept(
                    corrects()
                            ? new WindowCell(partition, group, end, layout.bytes(window, cell), corrects).toRow()
                            : rollup.row(group, end, window, cell, 1));
        }
    }

    private void merge(Slice into, Slice slice) {
        for (int cell = 0; cell < slice.size(); cell++) {
            int at = into.begin(into.findOrAdd(slice.group(cell)));
            layout.merge(into, at, slice, slice.begin(cell));
        }
    }

    private void forget() {
        int past = 0;
        while (past < slices.size() && grid.lastEnd(slices.get(past).start()) <= closed) {
            past++;
        }
        slices.removeFirst(past);
        if (!lent && past > 0 && groups.size() >= 2L * groupsLeft + LEAST_TO_FORGET) {
            forgetGroups();
        }
    }

    private void forgetGroups() {
        BitSet kept = new BitSet(groups.size());
        hold(kept);
        renumber(groups.retain(kept::get));
        groupsLeft = groups.size();
    }

    /** Adds the groups of which something is known. */
    public void hold(BitSet held) {
        slices.hold(held);
        late.hold(held);
    }

    /** @param moved the new number of each group that {@link #hold} says */
    public void renumber(int[] moved) {
        slices.renumber(moved);
        late.renumber(moved);
    }

    /** How many bytes {@link #write} writes. */
    public long writtenBytes() {
        return 6L * Long.BYTES + Integer.BYTES + groups.writtenBytes() + slices.writtenBytes() + late.writtenBytes();
    }

    public void write(ByteBuffer out) {
        out.putLong(rollup.fingerprintOfState());
        out.putLong(closed)
                .putLong(correctionDue)
                .putLong(complete)
                .putLong(ordinal)
                .putLong(beyondHorizon)
                .putInt(groupsLeft);
        groups.writeKeys(out);
        slices.write(out);
        late.write(out);
    }

    /** Whether the state at the buffer's position was written by a roll-up that computes the same; the position stays. */
    public static boolean fits(Rollup rollup, ByteBuffer in) {
        return in.remaining() >= Long.BYTES && in.getLong(in.position()) == rollup.fingerprintOfState();
    }

    /** @throws IllegalArgumentException if the state doesn't fit the roll-up */
    public static RollupState read(Rollup rollup, int partition, ByteBuffer in, @Nullable GroupLender lender) {
        if (!fits(rollup, in)) {
            throw new IllegalArgumentException(
                    "The state of roll-up " + rollup.spec().name()
                            + " was written by a view of that name that computed something else: begin it anew");
        }
        in.getLong();
        long closed = in.getLong();
        long correctionDue = in.getLong();
        long complete = in.getLong();
        long ordinal = in.getLong();
        long beyondHorizon = in.getLong();
        int groupsLeft = in.getInt();
        KeyTable written = KeyTable.readKeys(0, in);
        int stride = rollup.layout().stride();
        RollupState state = new RollupState(
                rollup, partition, lender, written, Slices.read(stride, in), Slices.read(stride, in), closed);
        state.correctionDue = correctionDue;
        state.complete = complete;
        state.ordinal = ordinal;
        state.beyondHorizon = beyondHorizon;
        state.groupsLeft = groupsLeft;
        if (lender != null) {
            int[] moved = new int[written.size()];
            for (int group = 0; group < moved.length; group++) {
                moved[group] = lender.findOrAdd(written.key(group));
            }
            state.renumber(moved);
        }
        return state;
    }
}
