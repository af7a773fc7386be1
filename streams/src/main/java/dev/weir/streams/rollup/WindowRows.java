package dev.weir.streams.rollup;

import dev.weir.contract.FieldType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of a roll-up whose windows late events correct. What must be kept of a group in a window are bytes, for as long as a
 * correction may come: which revision was emitted last, and its cell. Not thread-safe.
 */
public final class WindowRows {

    private final Rollup rollup;

    /** @param fields of the stream */
    public WindowRows(RollupSpec spec, FieldType.Struct fields) {
        rollup = Rollup.of(spec, fields, List.copyOf(spec.columns()));
    }

    /**
     * The next revision.
     *
     * @param kept what this said of the group in the window before; null if nothing
     * @param cell of a {@link WindowCell}
     */
    public byte[] next(byte @Nullable [] kept, byte[] cell) {
        if (kept == null) {
            return bytes(1, cell);
        }
        ByteBuffer before = ByteBuffer.wrap(kept);
        long revision = before.getLong();
        CellLayout layout = rollup.layout();
        Slice window = Slice.ofCell(layout.stride(), before);
        layout.merge(window, 0, Slice.ofCell(layout.stride(), ByteBuffer.wrap(cell)), 0);
        return bytes(revision + 1, window.cellBytes());
    }

    private static byte[] bytes(long revision, byte[] cell) {
        return ByteBuffer.allocate(Long.BYTES + cell.length)
                .putLong(revision)
                .put(cell)
                .array();
    }

    /**
     * The row of a revision.
     *
     * @param kept what {@link #next} said
     */
    public RowData row(byte[] group, long end, byte[] kept) {
        ByteBuffer in = ByteBuffer.wrap(kept);
        long revision = in.getLong();
        return rollup.row(group, end, Slice.ofCell(rollup.layout().stride(), in), 0, revision);
    }
}
