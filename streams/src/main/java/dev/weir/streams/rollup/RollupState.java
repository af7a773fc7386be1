package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.streams.fate.KeyTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What a roll-up has of one partition. Whoever feeds it adds events in the order of the log and advances it each time the
 * partition's watermark reaches {@link #nextBoundary}, with all events before that added and none behind: then what is
 * emitted is a function of the log, however it was cut into batches.
 *
 * <p>Owned by one thread, as is its roll-up.
 */
public final class RollupState {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NEVER_YET = Long.MIN_VALUE;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int LEAST_TO_FORGET = 1024;

    private final Rollup rollup;
    private final WindowGrid grid;
    private final CellLayout layout;
    private final long correctMillis;
    private final KeyTable groups;
    /** Whether the groups are numbered by somebody else, who also forgets them. */
    private final boolean lent;

    private final Slices slices;
    /** By end: windows that were emitted or passed, while late events may correct them. */
    private final TreeMap<Long, ClosedWindow> closedWindows = new TreeMap<>();
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
     * @param lender who numbers the groups; null if nobody does but this roll-up
     */
    public RollupState(Rollup rollup, @Nullable GroupLender lender) {
        this(rollup, lender, new KeyTable(0), new Slices(), rollup.grid().newestEnd(Long.MIN_VALUE));
    }

    /**
     * Of a partition that was read before without this roll-up: windows that may have had events then are never emitted.
     *
     * @param newest the newest event time until then, in milliseconds; {@link Long#MIN_VALUE} if there was none
     */
    public static RollupState after(long newest, Rollup rollup, @Nullable GroupLender lender) {
        RollupState state = new RollupState(rollup, lender);
        state.complete = newest == NEVER_YET ? NEVER_YET : newest + 1;
        return state;
    }

    /** @param own the groups if there is no lender */
    private RollupState(Rollup rollup, @Nullable GroupLender lender, KeyTable own, Slices slices, long closed) {
        this.rollup = rollup;
        this.grid = rollup.grid();
        this.layout = rollup.layout();
        this.correctMillis = rollup.spec().correctMillis();
        this.groups = lender == null ? own : lender.table();
        this.lent = lender != null;
        this.slices = slices;
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
                slice = slices.findOrAdd(start, layout.stride());
                if (slice.local == GroupIndex.ABSENT) {
                    slice.local = used;
                    runs[used] = 0;
                    chunkSlices[used++] = slice;
                }
            }
            int row = selected[at];
            int group = lentGroups == null ? rollup.groups().findOrAdd(groups, batch, row) : lentGroups[row];
            cells[kept] = slice.begin(slice.findOrAdd(group));
            if (slice.start() + grid.step() <= closed) {
                correct(slice, group);
            }
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

    private boolean isBeyondHorizon(long sliceStart) {
        if (correctMillis == 0 && sliceStart + grid.step() <= closed) {
            throw new IllegalStateException("An event of a closed window, that ends at " + (sliceStart + grid.step())
                    + ", came to roll-up " + rollup.spec().name() + ", which doesn't correct");
        }
        return grid.lastEnd(sliceStart) + correctMillis <= closed;
    }

    /** An event of a slice that is in closed windows is added. */
    private void correct(Slice slice, int group) {
        long lastEnd = Math.min(closed, grid.lastEnd(slice.start()));
        for (long end = slice.start() + grid.step(); end <= lastEnd; end += grid.step()) {
            if (end + correctMillis > closed && grid.windowStart(end) >= complete) {
                ClosedWindow window = closedWindows.get(end);
                if (window == null) {
                    window = new ClosedWindow(end, grid.slicesOfWindow());
                    closedWindows.put(end, window);
                }
                if (!window.knows(group)) {
                    window.know(group, wasEmitted(window, group));
                }
                window.correct(group);
            }
        }
    }

    private boolean wasEmitted(ClosedWindow window, int group) {
        long start = grid.windowStart(window.end());
        for (int at = slices.ceiling(start);
                at < slices.size() && slices.get(at).start() < window.end();
                at++) {
            Slice slice = slices.get(at);
            int cell = slice.find(group);
            int place = (int) ((slice.start() - start) / grid.step());
            if (cell != GroupIndex.ABSENT && cell < window.emitted(place)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Emits the corrected groups of closed windows, then the windows that end at {@code watermark + 1} or before, by their ends,
     * and forgets what can't be corrected any more. Groups come in the order in which their window's slices had them first.
     *
     * @param watermark the partition's: no event on time is at or before it any more
     * @param out gets rows of the roll-up's type, its own from then on
     */
    public void advance(long watermark, Consumer<RowData> out) {
        closedWindows.values().forEach(window -> emitCorrected(window, out));
        correctionDue = NEVER;
        long newest = grid.newestEnd(watermark);
        if (newest > closed) {
            emitUpTo(newest, out);
            closed = newest;
            forget();
        }
    }

    private void emitCorrected(ClosedWindow window, Consumer<RowData> out) {
        window.emitPending((group, revision) -> {
            if (!grid.merges()) {
                Slice slice = Objects.requireNonNull(slices.find(grid.windowStart(window.end())));
                out.accept(rollup.row(groups, group, window.end(), slice, slice.find(group), revision));
                return;
            }
            Slice merged = new Slice(0, layout.stride(), 1);
            eachSlice(window.end(), slice -> merge(merged, slice, group));
            out.accept(rollup.row(groups, group, window.end(), merged, 0, revision));
        });
    }

    private void merge(Slice merged, Slice slice, int group) {
        int cell = slice.find(group);
        if (cell != GroupIndex.ABSENT) {
            int into = merged.begin(merged.findOrAdd(group));
            layout.merge(merged, into, slice, slice.begin(cell));
        }
    }

    private void eachSlice(long windowEnd, Consumer<Slice> action) {
        long start = grid.windowStart(windowEnd);
        for (int at = slices.ceiling(start);
                at < slices.size() && slices.get(at).start() < windowEnd;
                at++) {
            action.accept(slices.get(at));
        }
    }

    private void emitUpTo(long newest, Consumer<RowData> out) {
        long end = closed + grid.step();
        for (int at = 0; at < slices.size(); at++) {
            long start = slices.get(at).start();
            end = Math.max(end, start + grid.step());
            long next = at + 1 < slices.size() ? slices.get(at + 1).start() + grid.step() : NEVER;
            long last = Math.min(newest, grid.lastEnd(start));
            for (; end <= last && end < next; end += grid.step()) {
                close(end, out);
            }
        }
    }

    private void close(long end, Consumer<RowData> out) {
        if (grid.windowStart(end) < complete) {
            return;
        }
        ClosedWindow window = new ClosedWindow(end, correctMillis > 0 ? grid.slicesOfWindow() : 0);
        Slice merged = new Slice(end, layout.stride(), 0);
        eachSlice(end, slice -> {
            if (correctMillis > 0) {
                window.wasEmitted((int) ((slice.start() - grid.windowStart(end)) / grid.step()), slice.size());
            }
            for (int cell = 0; cell < slice.size(); cell++) {
                if (grid.merges()) {
                    merge(merged, slice, slice.group(cell));
                } else {
                    out.accept(rollup.row(groups, slice.group(cell), end, slice, cell, 1));
                }
            }
        });
        for (int cell = 0; cell < merged.size(); cell++) {
            out.accept(rollup.row(groups, merged.group(cell), end, merged, cell, 1));
        }
        if (correctMillis > 0) {
            closedWindows.put(end, window);
        }
    }

    private void forget() {
        closedWindows.headMap(closed - correctMillis, true).clear();
        int past = 0;
        while (past < slices.size() && grid.lastEnd(slices.get(past).start()) + correctMillis <= closed) {
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
        for (int at = 0; at < slices.size(); at++) {
            Slice slice = slices.get(at);
            for (int cell = 0; cell < slice.size(); cell++) {
                held.set(slice.group(cell));
            }
        }
    }

    /** @param moved the new number of each group that {@link #hold} says */
    public void renumber(int[] moved) {
        for (int at = 0; at < slices.size(); at++) {
            slices.get(at).renumber(moved);
        }
        closedWindows.values().forEach(window -> window.renumber(moved));
    }

    /** How many bytes {@link #write} writes. */
    public long writtenBytes() {
        long windows = closedWindows.values().stream()
                .mapToLong(ClosedWindow::writtenBytes)
                .sum();
        return 6L * Long.BYTES + 2L * Integer.BYTES + groups.writtenBytes() + slices.writtenBytes() + windows;
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
        out.putInt(closedWindows.size());
        closedWindows.values().forEach(window -> window.write(out));
    }

    /** Whether the state at the buffer's position was written by a roll-up that computes the same; the position stays. */
    public static boolean fits(Rollup rollup, ByteBuffer in) {
        return in.remaining() >= Long.BYTES && in.getLong(in.position()) == rollup.fingerprintOfState();
    }

    /** @throws IllegalArgumentException if the state doesn't fit the roll-up */
    public static RollupState read(Rollup rollup, ByteBuffer in, @Nullable GroupLender lender) {
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
        RollupState state = new RollupState(
                rollup, lender, written, Slices.read(rollup.layout().stride(), in), closed);
        state.correctionDue = correctionDue;
        state.complete = complete;
        state.ordinal = ordinal;
        state.beyondHorizon = beyondHorizon;
        state.groupsLeft = groupsLeft;
        for (int left = in.getInt(); left > 0; left--) {
            ClosedWindow window = ClosedWindow.read(in);
            state.closedWindows.put(window.end(), window);
        }
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
