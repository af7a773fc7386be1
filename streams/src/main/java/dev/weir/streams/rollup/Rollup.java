package dev.weir.streams.rollup;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A roll-up that knows where the columns of its stream's batches are. One for each reading subtask, whose partitions' states
 * share it: not thread-safe.
 */
public final class Rollup {

    /** How the bytes of a state are laid out; another number for another layout. */
    private static final int LAYOUT = 2;

    private static final int MILLIS_DIGITS = 3;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final RollupSpec spec;
    private final WindowGrid grid;
    private final GroupKeys groups;
    private final CellLayout layout;
    private final @Nullable BoundExpression where;
    private final RowType rowType;
    private final long fingerprint;

    private Rollup(RollupSpec spec, FieldType.Struct fields, List<String> columns) {
        this.spec = spec;
        Binder binder = new Binder(fields, columns);
        grid = new WindowGrid(spec.windows());
        groups = new GroupKeys(spec.groups(), binder);
        where = spec.where() == null ? null : binder.condition(spec.where(), "WHERE");
        layout = new CellLayout(spec.aggregates(), binder, grid.merges() || spec.correctMillis() > 0);
        rowType = rowType(binder);
        fingerprint = fingerprint();
    }

    /**
     * @param fields of the stream
     * @param columns the names of the fields that a batch has, in its order
     * @throws IllegalArgumentException if something of the spec can't be computed: a sentence for who wrote it
     */
    public static Rollup of(RollupSpec spec, FieldType.Struct fields, List<String> columns) {
        return new Rollup(spec, fields, columns);
    }

    public RollupSpec spec() {
        return spec;
    }

    /** What leaves the source: rows of windows or, if late events correct them, {@linkplain WindowCell cells} that become rows. */
    public RowType emittedType() {
        return spec.correctMillis() > 0 ? WindowCell.TYPE : rowType;
    }

    /**
     * A row of a window: the group's columns, {@code window_start} and {@code window_end} TIMESTAMP(3), {@code window_time}
     * TIMESTAMP_LTZ(3), which is a millisecond before the end, the aggregates {@code a0}, {@code a1} and so on of the types that
     * SQL gives them, and {@code $revision} BIGINT: 1, and one more each time a late event corrected the group in the window.
     */
    public RowType rowType() {
        return rowType;
    }

    private RowType rowType(Binder binder) {
        List<RowType.RowField> shown = new ArrayList<>();
        for (String name : spec.groups()) {
            FieldType.Field field = binder.field(name);
            shown.add(new RowType.RowField(name, FlinkTypes.logicalType(field.type(), field.nullable())));
        }
        shown.add(new RowType.RowField("window_start", new TimestampType(false, MILLIS_DIGITS)));
        shown.add(new RowType.RowField("window_end", new TimestampType(false, MILLIS_DIGITS)));
        shown.add(new RowType.RowField("window_time", new LocalZonedTimestampType(false, MILLIS_DIGITS)));
        int number = 0;
        for (LogicalType type : layout.types()) {
            shown.add(new RowType.RowField("a" + number++, type));
        }
        shown.add(new RowType.RowField("$revision", new BigIntType(false)));
        return new RowType(false, shown);
    }

    /** Of all that the meaning of a state's bytes depends on. */
    private long fingerprint() {
        String meaning = LAYOUT + " " + spec.windows() + spec.groups() + spec.where() + spec.aggregates()
                + spec.correctMillis() + rowType.asSerializableString() + layout.stride();
        long hash = FNV_BASIS;
        for (byte part : meaning.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ part & 0xFF) * FNV_PRIME;
        }
        return hash;
    }

    long fingerprintOfState() {
        return fingerprint;
    }

    /** Whether its groups are named by exactly the bytes of this one text column. */
    public boolean groupsByText(List<String> column) {
        return spec.groups().equals(column) && groups.isText();
    }

    WindowGrid grid() {
        return grid;
    }

    GroupKeys groups() {
        return groups;
    }

    CellLayout layout() {
        return layout;
    }

    /** Which of the rows the roll-up is of. */
    int select(Columns batch, int[] rows, int from, int to, int[] selected) {
        int count = to - from;
        System.arraycopy(rows, from, selected, 0, count);
        if (where == null) {
            return count;
        }
        Vector is = where.evaluate(batch, selected, count);
        int kept = 0;
        for (int at = 0; at < count; at++) {
            selected[kept] = selected[at];
            kept += is.longs[at] == 1 && !is.nulls[at] ? 1 : 0;
        }
        return kept;
    }

    RowData row(byte[] group, long end, Slice slice, int cell, long revision) {
        int aggregates = layout.types().size();
        int at = groups.columns();
        GenericRowData row = new GenericRowData(rowType.getFieldCount());
        groups.show(group, row);
        row.setField(at++, TimestampData.fromEpochMillis(grid.windowStart(end)));
        row.setField(at++, TimestampData.fromEpochMillis(end));
        row.setField(at++, TimestampData.fromEpochMillis(end - 1));
        for (int aggregate = 0; aggregate < aggregates; aggregate++) {
            row.setField(at++, layout.result(aggregate, slice, slice.begin(cell)));
        }
        row.setField(at, revision);
        return row;
    }
}
