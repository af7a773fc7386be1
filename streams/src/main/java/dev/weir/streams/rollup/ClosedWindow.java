package dev.weir.streams.rollup;

import dev.weir.streams.fate.Blocks;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A window that was emitted, while late events may correct it: which groups it had, and what was corrected since. */
final class ClosedWindow {

    private static final int LEAST = 8;

    private final long end;
    /** By slice of the window: how many cells it had when the window was emitted. */
    private final int[] emitted;

    private GroupIndex index = new GroupIndex();
    private int size;
    /** Groups that were corrected and what revision of them was emitted last, its complement if it's not the newest. */
    private int[] groups = new int[LEAST];

    private int[] revisions = new int[LEAST];
    /** The corrected groups that aren't emitted yet, by their places in {@link #groups}. */
    private int[] pending = new int[LEAST];

    private int pendingCount;

    ClosedWindow(long end, int slices) {
        this(end, new int[slices]);
    }

    private ClosedWindow(long end, int[] emitted) {
        this.end = end;
        this.emitted = emitted;
    }

    long end() {
        return end;
    }

    void wasEmitted(int slice, int cells) {
        emitted[slice] = cells;
    }

    int emitted(int slice) {
        return emitted[slice];
    }

    boolean knows(int group) {
        return index.find(group) != GroupIndex.ABSENT;
    }

    /** A group that isn't known was corrected. */
    void know(int group, boolean wasEmitted) {
        if (size == groups.length) {
            groups = Arrays.copyOf(groups, 2 * size);
            revisions = Arrays.copyOf(revisions, 2 * size);
        }
        groups[size] = group;
        revisions[size] = wasEmitted ? 1 : 0;
        index.put(group, size++);
    }

    /** A group that is known was corrected. */
    void correct(int group) {
        int place = index.find(group);
        if (revisions[place] >= 0) {
            revisions[place] = ~revisions[place];
            if (pendingCount == pending.length) {
                pending = Arrays.copyOf(pending, 2 * pendingCount);
            }
            pending[pendingCount++] = place;
        }
    }

    interface Emission {
        void emit(int group, long revision);
    }

    /** In the order in which they were first corrected. */
    void emitPending(Emission emission) {
        for (int at = 0; at < pendingCount; at++) {
            int place = pending[at];
            revisions[place] = ~revisions[place] + 1;
            emission.emit(groups[place], revisions[place]);
        }
        pendingCount = 0;
    }

    void renumber(int[] moved) {
        for (int place = 0; place < size; place++) {
            groups[place] = moved[groups[place]];
        }
        index = GroupIndex.of(groups, size);
    }

    long writtenBytes() {
        return Long.BYTES + Integer.BYTES * (3L + emitted.length + 2L * size + pendingCount);
    }

    void write(ByteBuffer out) {
        out.putLong(end).putInt(emitted.length).putInt(size).putInt(pendingCount);
        Blocks.write(emitted, emitted.length, out);
        Blocks.write(groups, size, out);
        Blocks.write(revisions, size, out);
        Blocks.write(pending, pendingCount, out);
    }

    static ClosedWindow read(ByteBuffer in) {
        long end = in.getLong();
        int slices = in.getInt();
        int size = in.getInt();
        int pendingCount = in.getInt();
        ClosedWindow window = new ClosedWindow(end, Blocks.readInts(slices, slices, in));
        window.size = size;
        window.groups = Blocks.readInts(size, Math.max(LEAST, size), in);
        window.revisions = Blocks.readInts(size, Math.max(LEAST, size), in);
        window.pending = Blocks.readInts(pendingCount, Math.max(LEAST, pendingCount), in);
        window.pendingCount = pendingCount;
        window.index = GroupIndex.of(window.groups, size);
        return window;
    }
}
