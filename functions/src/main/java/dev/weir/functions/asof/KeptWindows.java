package dev.weir.functions.asof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one partition that may be given again, by their ends: those that end at most the horizon before the newest. A view
 * of Flink's state for one call. Times are milliseconds since 1970-01-01T00:00:00Z.
 *
 * <p>Beside the windows of each end, a list of the ends of each day makes a range of time a few reads, whatever the state is kept in.
 */
final class KeptWindows {

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    /** How the fields of a window stand in the state. */
    private static final int ID = 0;

    private static final int REVISION = 1;
    private static final int COLUMNS = 2;
    private static final int FIELDS = 3;

    private final NewestEnd newest;
    private final MapView<Long, RowData> kept;
    private final MapView<Long, RowData> days;

    /**
     * A window.
     *
     * @param id what tells it from the others of its end
     * @param revision how often it was given
     */
    record Window(StringData id, long revision, RowData columns) {

        Window next() {
            return new Window(id, revision + 1, columns);
        }
    }

    KeptWindows(NewestEnd newest, MapView<Long, RowData> kept, MapView<Long, RowData> days) {
        this.newest = newest;
        this.kept = kept;
        this.days = days;
    }

    static DataType keptType(DataType columns) {
        return DataTypes.ROW(DataTypes.FIELD(
                "windows",
                DataTypes.ARRAY(DataTypes.ROW(
                                DataTypes.FIELD("id", DataTypes.STRING().notNull()),
                                DataTypes.FIELD("revision", DataTypes.BIGINT().notNull()),
                                DataTypes.FIELD("columns", columns))
                        .notNull())));
    }

    static DataType dayType() {
        return DataTypes.ROW(
                DataTypes.FIELD("ends", DataTypes.ARRAY(DataTypes.BIGINT().notNull())));
    }

    /** For how long windows are kept and entries count, from now on. */
    void are(long horizon, long countedFor) {
        newest.horizon = horizon;
        newest.countedFor = countedFor;
    }

    long countedFor() {
        return newest.countedFor;
    }

    /**
     * Keeps a window in the place of the one that it corrects, and forgets what is behind the horizon now.
     *
     * @param columns owned by the state from now on
     * @return it with its revision; the first if it is behind the horizon, where none is known
     */
    Window put(long end, StringData id, RowData columns, int width) throws Exception {
        forgetBehind(end);
        if (end < limit()) {
            return new Window(id, 1, columns);
        }
        List<Window> windows = at(end, width);
        if (windows.isEmpty()) {
            addEnd(end);
        }
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).id.equals(id)) {
                Window corrected = new Window(id, windows.get(i).revision + 1, columns);
                windows.set(i, corrected);
                write(end, windows);
                return corrected;
            }
        }
        Window first = new Window(id, 1, columns);
        windows.add(first);
        write(end, windows);
        return first;
    }

    /** The windows with this end, in the order in which they first came. */
    List<Window> at(long end, int width) throws Exception {
        RowData row = kept.get(end);
        List<Window> windows = new ArrayList<>();
        if (row != null) {
            ArrayData array = row.getArray(0);
            for (int i = 0; i < array.size(); i++) {
                RowData window = array.getRow(i, FIELDS);
                windows.add(new Window(window.getString(ID), window.getLong(REVISION), window.getRow(COLUMNS, width)));
            }
        }
        return windows;
    }

    void write(long end, List<Window> windows) throws Exception {
        Object[] rows = windows.stream()
                .map(window -> GenericRowData.of(window.id, window.revision, window.columns))
                .toArray();
        kept.put(end, GenericRowData.of(new GenericArrayData(rows)));
    }

    /** The ends of windows after {@code from} up to {@code to} included, ascending. */
    List<Long> ends(long from, long to) throws Exception {
        List<Long> found = new ArrayList<>();
        if (newest.end == null) {
            return found;
        }
        long first = Math.max(from + 1, limit());
        long last = Math.min(to, newest.end);
        for (long day = Math.floorDiv(first, DAY); day <= Math.floorDiv(last, DAY); day++) {
            for (long end : ends(days.get(day))) {
                if (end >= first && end <= last) {
                    found.add(end);
                }
            }
        }
        return found;
    }

    private static long[] ends(@Nullable RowData day) {
        return day == null ? new long[0] : day.getArray(0).toLongArray();
    }

    /** Windows that end before it aren't kept. */
    private long limit() {
        return newest.end == null ? Long.MIN_VALUE : newest.end - newest.horizon;
    }

    private void addEnd(long end) throws Exception {
        long day = Math.floorDiv(end, DAY);
        long[] before = ends(days.get(day));
        long[] ends = Arrays.copyOf(before, before.length + 1);
        ends[before.length] = end;
        Arrays.sort(ends);
        days.put(day, GenericRowData.of(new GenericArrayData(ends)));
    }

    /** Whole days at a time: what is left behind the horizon of its first day is never looked at. */
    private void forgetBehind(long end) throws Exception {
        if (newest.end != null && end <= newest.end) {
            return;
        }
        long before = limit();
        newest.end = end;
        long day = Math.floorDiv(limit(), DAY);
        if (before == Long.MIN_VALUE || day == Math.floorDiv(before, DAY)) {
            return;
        }
        List<Long> gone = new ArrayList<>();
        for (Long known : days.keys()) {
            if (known < day) {
                gone.add(known);
            }
        }
        for (Long goneDay : gone) {
            for (long goneEnd : ends(days.get(goneDay))) {
                kept.remove(goneEnd);
            }
            days.remove(goneDay);
        }
    }
}
