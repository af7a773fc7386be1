package dev.weir.functions.asof;

import dev.weir.functions.asof.EntryGroup.Entry;
import dev.weir.functions.asof.EntryGroup.View;
import dev.weir.functions.asof.KeptLog.Place;
import dev.weir.functions.asof.KeptWindows.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.RowData.FieldGetter;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/** What {@code AS_OF} does with each row. One per task, in its thread. */
final class AsOfWriter {

    private final AsOfCall call;
    private final Consumer<RowData> output;
    private final RowDataSerializer windows;
    private final RowDataSerializer log;
    private final List<FieldGetter> given;
    /** The columns of an entry but for those that are of its change. */
    private final List<FieldGetter> said;

    private final RowDataSerializer saidAs;
    private final KeyText windowId;
    private final KeyText entryId;
    private final int endPrecision;
    private final int timePrecision;
    private final int knownPrecision;

    AsOfWriter(AsOfCall call, Consumer<RowData> output) {
        this.call = call;
        this.output = output;
        windows = new RowDataSerializer(call.windows());
        log = new RowDataSerializer(call.log());
        given = getters(call.windows(), call.given());
        said = getters(call.log(), call.said());
        saidAs = new RowDataSerializer(
                call.said().stream().map(column -> call.log().getTypeAt(column)).toArray(LogicalType[]::new));
        windowId = new KeyText(call.windows(), call.windowKey());
        entryId = new KeyText(call.log(), call.entryKey());
        endPrecision = precision(call.windows(), call.windowEnd());
        timePrecision = precision(call.log(), call.entryTime());
        knownPrecision = precision(call.log(), call.knownAt());
    }

    private static List<FieldGetter> getters(RowType row, List<Integer> columns) {
        return columns.stream()
                .map(column -> RowData.createFieldGetter(row.getTypeAt(column), column))
                .toList();
    }

    private static int precision(RowType row, int column) {
        LogicalType type = row.getTypeAt(column);
        return LogicalTypeChecks.getPrecision(type);
    }

    /** A window that is new, or corrects one. */
    void window(RowData row, KeptWindows kept, KeptLog keptLog) throws Exception {
        if (row.isNullAt(call.windowEnd())) {
            return;
        }
        kept.are(
                row.isNullAt(call.horizon()) ? 0 : row.getLong(call.horizon()),
                call.counts() && !row.isNullAt(call.countedFor()) ? row.getLong(call.countedFor()) : -1);
        long end = row.getTimestamp(call.windowEnd(), endPrecision).getMillisecond();
        Window window = kept.put(end, windowId.of(row), windows.copy(row));
        give(end, window, keptLog.groups(log.getArity()), kept.countedFor());
    }

    /** A change of the log: an entry is new, mended or withdrawn. */
    void change(RowData row, KeptWindows kept, KeptLog keptLog) throws Exception {
        String id = entryId.of(row);
        Place before = keptLog.find(id);
        Place after = row.getBoolean(call.deleted()) || row.isNullAt(call.entryTime())
                ? null
                : new Place(
                        group(row),
                        row.getTimestamp(call.entryTime(), timePrecision).getMillisecond());
        long known = row.getTimestamp(call.knownAt(), knownPrecision).getMillisecond();
        RowData columns = log.copy(row);
        TreeSet<Long> ends = new TreeSet<>();
        if (before != null) {
            EntryGroup group = keptLog.group(before.group(), log.getArity());
            if (before.equals(after) && says(group.columns(before.time(), id), columns)) {
                return;
            }
            ends.addAll(kept.ends(before.time(), group.lastEnd(before.time(), id, kept.countedFor())));
            if (!before.equals(after)) {
                keptLog.write(before.group(), group.with(new Entry(before.time(), id, known, null)));
            }
        }
        if (after != null) {
            EntryGroup group =
                    keptLog.group(after.group(), log.getArity()).with(new Entry(after.time(), id, known, columns));
            ends.addAll(kept.ends(after.time(), group.lastEnd(after.time(), id, kept.countedFor())));
            keptLog.write(after.group(), group);
        }
        keptLog.place(id, after);
        giveAgain(ends, kept, keptLog);
    }

    private void giveAgain(TreeSet<Long> ends, KeptWindows kept, KeptLog keptLog) throws Exception {
        if (ends.isEmpty()) {
            return;
        }
        TreeMap<String, EntryGroup> groups = keptLog.groups(log.getArity());
        List<String> ids = kept.ids();
        for (long end : ends) {
            for (Window before : kept.at(end, ids, windows.getArity())) {
                Window again = before.next();
                kept.write(end, again);
                give(end, again, groups, kept.countedFor());
            }
        }
    }

    /** Whether an entry says the same as before, but for when it said so. */
    private boolean says(@Nullable RowData before, RowData after) {
        if (before == null) {
            return false;
        }
        return said(before).equals(said(after));
    }

    private BinaryRowData said(RowData entry) {
        GenericRowData row = new GenericRowData(said.size());
        for (int i = 0; i < said.size(); i++) {
            row.setField(i, said.get(i).getFieldOrNull(entry));
        }
        return saidAs.toBinaryRow(row).copy();
    }

    private String group(RowData row) {
        return !call.grouped() || row.isNullAt(call.entryGroup())
                ? ""
                : row.getString(call.entryGroup()).toString();
    }

    private void give(long end, Window window, TreeMap<String, EntryGroup> groups, long countedFor) {
        Map<StringData, RowData> newest = new HashMap<>();
        Map<StringData, Long> counts = new HashMap<>();
        long known = EntryGroup.NEVER;
        for (Map.Entry<String, EntryGroup> group : groups.entrySet()) {
            View view = group.getValue().before(end, countedFor);
            StringData name = StringData.fromString(group.getKey());
            known = Math.max(known, view.known());
            if (view.newest() != null) {
                newest.put(name, view.newest());
                counts.put(name, view.count());
            }
        }
        GenericRowData row = new GenericRowData(given.size() + (call.counts() ? 4 : 3));
        int field = 0;
        for (FieldGetter getter : given) {
            row.setField(field++, getter.getFieldOrNull(window.columns()));
        }
        StringData alone = StringData.fromString("");
        row.setField(field++, call.grouped() ? new GenericMapData(newest) : newest.get(alone));
        if (call.counts()) {
            row.setField(field++, call.grouped() ? new GenericMapData(counts) : counts.getOrDefault(alone, 0L));
        }
        row.setField(field++, known == EntryGroup.NEVER ? null : TimestampData.fromEpochMillis(known));
        row.setField(field, window.revision());
        output.accept(row);
    }
}
