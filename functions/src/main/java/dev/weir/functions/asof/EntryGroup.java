package dev.weir.functions.asof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one group, by time, and with one time by id. An entry that was withdrawn, or moved to another time or group, leaves
 * its place behind: a window that it would be in without that is computed from its withdrawal.
 *
 * @param entries ascending
 */
record EntryGroup(List<Entry> entries) {

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::time).thenComparing(Entry::id);

    /**
     * @param time milliseconds since 1970-01-01T00:00:00Z, as {@code known}
     * @param known when the broker took what makes it what it is
     * @param columns null if it was withdrawn
     */
    record Entry(long time, String id, long known, @Nullable RowData columns) {}

    /** What a group says of the end of a window. */
    record View(@Nullable RowData newest, long count, long known) {}

    /** What {@link View#known} is if the group says nothing. */
    static final long NEVER = Long.MIN_VALUE;

    /**
     * Of what is strictly before {@code end}.
     *
     * @param countedFor how long before it entries count, in milliseconds; negative if nothing is counted
     */
    View before(long end, long countedFor) {
        @Nullable RowData newest = null;
        long count = 0;
        long known = NEVER;
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.time >= end) {
                continue;
            }
            boolean counted = entry.time >= end - countedFor && countedFor >= 0;
            if (newest != null && !counted) {
                break;
            }
            known = Math.max(known, entry.known);
            if (entry.columns != null) {
                newest = newest == null ? entry.columns : newest;
                count += counted ? 1 : 0;
            }
        }
        return new View(newest, count, known);
    }

    /**
     * Up to which end windows after the entry's time are computed from it: as long as it is the newest, or counted. An entry that
     * was withdrawn counts as if it weren't.
     */
    long lastEnd(long time, String id, long countedFor) {
        long next = Long.MAX_VALUE;
        for (Entry entry : entries) {
            if (entry.columns != null && (entry.time > time || entry.time == time && entry.id.compareTo(id) > 0)) {
                next = entry.time;
                break;
            }
        }
        return countedFor < 0 ? next : Math.max(next, time + countedFor);
    }

    /** The columns of an entry; null if there is none, or it was withdrawn. */
    @Nullable
    RowData columns(long time, String id) {
        for (Entry entry : entries) {
            if (entry.time == time && entry.id.equals(id)) {
                return entry.columns;
            }
        }
        return null;
    }

    /** With this entry in the place of the one with its time and id. */
    EntryGroup with(Entry entry) {
        List<Entry> others = new ArrayList<>(entries);
        others.removeIf(other -> other.time == entry.time && other.id.equals(entry.id));
        others.add(entry);
        others.sort(ORDER);
        return new EntryGroup(others);
    }
}
