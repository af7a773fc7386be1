package dev.weir.functions.asof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one partition that may be given again: those that end at most the horizon before the newest. A view of Flink's state
 * for one call. Times are milliseconds since 1970-01-01T00:00:00Z.
 *
 * <p>Each window is a value of its own, so that one that comes writes no other. Beside them, a list of the ends of each day and the ids
 * that windows have make a range of time a few reads for each of its windows, whatever the state is kept in.
 */
final class KeptWindows {

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final NewestEnd newest;
    private final MapView<String, RowData> kept;
    private final MapView<Long, RowData> days;
    private final MapView<String, Long> ids;

    /**
     * A window.
     *
     * @param id what tells it from the others of its end
     * @param revision how often it was given
     */
    record Window(String id, long revision, RowData columns) {

        Window next() {
            return new Window(id, revision + 1, columns);
        }
    }

    /**
     * @param kept windows by their end and id
     * @param days the ends of windows by their day
     * @param ids by id, the newest day on which a window of it ends
     */
    KeptWindows(
            NewestEnd newest, MapView<String, RowData> kept, MapView<Long, RowData> days, MapView<String, Long> ids) {
        this.newest = newest;
        this.kept = kept;
        this.days = days;
        this.ids = ids;
    }

    static DataType keptType(DataType columns) {
        return DataTypes.ROW(
                DataTypes.FIELD("revision", DataTypes.BIGINT().notNull()), DataTypes.FIELD("columns", columns));
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
    Window put(long end, String id, RowData columns) throws Exception {
        boolean hadEnd = newest.end != null && newest.end == end;
        passTo(end);
        if (end < limit()) {
            return new Window(id, 1, columns);
        }
        RowData before = kept.get(key(end, id));
        Window window = new Window(id, before == null ? 1 : before.getLong(0) + 1, columns);
        if (before == null) {
            if (!hadEnd) {
                addEnd(end);
            }
            Long day = ids.get(id);
            if (day == null || day < Math.floorDiv(end, DAY)) {
                ids.put(id, Math.floorDiv(end, DAY));
            }
        }
        write(end, window);
        return window;
    }

    private static String key(long end, String id) {
        return end + " " + id;
    }

    /** What windows are called, in order. */
    List<String> ids() throws Exception {
        List<String> known = new ArrayList<>();
        for (String id : ids.keys()) {
            known.add(id);
        }
        known.sort(null);
        return known;
    }

    /**
     * The windows with this end, in the order of their ids.
     *
     * @param of some ids
     */
    List<Window> at(long end, List<String> of, int width) throws Exception {
        List<Window> windows = new ArrayList<>();
        for (String id : of) {
            RowData row = kept.get(key(end, id));
            if (row != null) {
                windows.add(new Window(id, row.getLong(0), row.getRow(1, width)));
            }
        }
        return windows;
    }

    void write(long end, Window window) throws Exception {
        kept.put(key(end, window.id), GenericRowData.of(window.revision, window.columns));
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
        return newest.end == null ? Long.MIN_VALUE : Math.max(newest.forgotten, newest.end - newest.horizon);
    }

    private void addEnd(long end) throws Exception {
        long day = Math.floorDiv(end, DAY);
        long[] before = ends(days.get(day));
        int place = Arrays.binarySearch(before, end);
        if (place >= 0) {
            return;
        }
        long[] ends = Arrays.copyOf(before, before.length + 1);
        ends[before.length] = end;
        Arrays.sort(ends);
        days.put(day, GenericRowData.of(new GenericArrayData(ends)));
    }

    /** A window with this end has come: those that are behind the horizon now are forgotten, a few with each that is newer. */
    private void passTo(long end) throws Exception {
        if (newest.end == null) {
            newest.forgotten = end - newest.horizon;
            newest.end = end;
        } else if (end > newest.end) {
            newest.end = end;
            forget(newest.forgotten, limit());
            newest.forgotten = limit();
        }
    }

    private void forget(long from, long to) throws Exception {
        long lastDay = Math.floorDiv(to, DAY);
        List<String> known = List.of();
        for (long day = Math.floorDiv(from, DAY); day <= lastDay && from < to; day++) {
            for (long end : ends(days.get(day))) {
                if (end >= from && end < to) {
                    known = known.isEmpty() ? ids() : known;
                    for (String id : known) {
                        kept.remove(key(end, id));
                    }
                }
            }
            if (day < lastDay) {
                days.remove(day);
                forgetIdsUpTo(day);
            }
        }
    }

    private void forgetIdsUpTo(long day) throws Exception {
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, Long> id : ids.entries()) {
            if (id.getValue() <= day) {
                gone.add(id.getKey());
            }
        }
        for (String id : gone) {
            ids.remove(id);
        }
    }
}
