package dev.weir.operate.leak;

import dev.weir.contract.feature.LogFeature;
import dev.weir.operate.leak.EntryLog.Change;
import dev.weir.operate.leak.EntryLog.Entry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log says of a window's end. */
final class LogState {

    private final Map<String, Entry> newest = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final long end;

    private LogState(long end) {
        this.end = end;
    }

    /**
     * After some changes.
     *
     * @param before entries from then on don't count; that is the window's end, if all is right
     * @param countedFor null if nothing is counted
     */
    static LogState of(List<Change> changes, long before, long end, @Nullable Duration countedFor) {
        Map<ByteBuffer, Entry> entries = new HashMap<>();
        for (Change change : changes) {
            if (change.entry() == null) {
                entries.remove(change.id());
            } else {
                entries.put(change.id(), change.entry());
            }
        }
        LogState state = new LogState(end);
        for (Entry entry : entries.values()) {
            if (entry.time() < before) {
                state.newest.merge(entry.group(), entry, LogState::newer);
                if (countedFor != null && entry.time() >= end - countedFor.toMillis()) {
                    state.counts.merge(entry.group(), 1L, Long::sum);
                }
            }
        }
        return state;
    }

    private static Entry newer(Entry one, Entry other) {
        int order = Long.compare(one.time(), other.time());
        order = order == 0 ? one.order().compareTo(other.order()) : order;
        return order >= 0 ? one : other;
    }

    /** What the feature is; null if there is no entry. */
    @Nullable
    Object value(LogFeature feature) {
        String group = feature.group() == null ? "" : feature.group();
        if (feature.isCount()) {
            return (double) counts.getOrDefault(group, 0L);
        }
        Entry entry = newest.get(group);
        Object value = entry == null ? null : entry.columns().get(feature.column());
        return value instanceof Double time && feature.unit() != null
                ? (Object) ((end - time) / feature.unit().toMillis())
                : value;
    }

    /** Whether a row says this. A count of none may be null, a time may lack what is less than a second. */
    boolean says(LogFeature feature, @Nullable Object found) {
        Object expected = value(feature);
        if (feature.isCount() && found == null) {
            return expected instanceof Double count && count == 0;
        }
        if (feature.unit() != null && expected instanceof Double time && found instanceof Double row) {
            return Math.abs(time - row) * feature.unit().toMillis() < 1000;
        }
        return PlainValue.same(expected, found);
    }
}
