package dev.weir.functions.asof;

import dev.weir.functions.asof.LogOracle.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** {@code AS_OF} over one machine, with its state in maps. */
final class AsOfBench {

    static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    static final long DAY = TimeUnit.DAYS.toMillis(1);

    private static final RowType WINDOWS = (RowType) DataTypes.ROW(
                    DataTypes.FIELD("machine_id", DataTypes.STRING()),
                    DataTypes.FIELD("window_key", DataTypes.STRING()),
                    DataTypes.FIELD("window_end", DataTypes.TIMESTAMP(3)),
                    DataTypes.FIELD("readings", DataTypes.BIGINT()),
                    DataTypes.FIELD("horizon", DataTypes.INTERVAL(DataTypes.SECOND(3))),
                    DataTypes.FIELD("counted_for", DataTypes.INTERVAL(DataTypes.SECOND(3))))
            .getLogicalType();
    private static final RowType LOG = (RowType) DataTypes.ROW(
                    DataTypes.FIELD("machine_id", DataTypes.STRING()),
                    DataTypes.FIELD("entry_key", DataTypes.STRING()),
                    DataTypes.FIELD("entry_time", DataTypes.TIMESTAMP_LTZ(3)),
                    DataTypes.FIELD("entry_group", DataTypes.STRING()),
                    DataTypes.FIELD("note", DataTypes.STRING()),
                    DataTypes.FIELD("known_at", DataTypes.TIMESTAMP_LTZ(3)),
                    DataTypes.FIELD("deleted", DataTypes.BOOLEAN()))
            .getLogicalType();
    private static final AsOfCall CALL = new AsOfCall(WINDOWS, LOG, List.of(1, 2, 3), 1, 2, 4, 5, 1, 2, 3, 5, 6);

    /** What was given: the parts as the oracle has them. */
    record Given(String key, long end, long readings, LogOracle.Said said, long revision) {}

    final MapView<String, RowData> kept = new MapView<>();
    private final NewestEnd newest = new NewestEnd();
    private final MapView<Long, RowData> days = new MapView<>();
    private final MapView<String, Long> ids = new MapView<>();
    private final MapView<String, RowData> entries = new MapView<>();
    private final MapView<String, RowData> places = new MapView<>();
    private final List<Given> given = new ArrayList<>();
    private final AsOfWriter writer = new AsOfWriter(CALL, row -> given.add(given(row)));
    private final long horizon;
    private final long countedFor;

    AsOfBench(long horizon, long countedFor) {
        this.horizon = horizon;
        this.countedFor = countedFor;
    }

    /** What is given of a window. */
    List<Given> window(String key, long end, long readings) throws Exception {
        GenericRowData row = GenericRowData.of(
                StringData.fromString("m"),
                StringData.fromString(key),
                TimestampData.fromEpochMillis(end),
                readings,
                horizon,
                countedFor);
        writer.window(row, new KeptWindows(newest, kept, days, ids), new KeptLog(entries, places));
        return taken();
    }

    /** What is given again. */
    List<Given> log(Change change) throws Exception {
        @Nullable Long time = change.time();
        GenericRowData row = GenericRowData.of(
                StringData.fromString("m"),
                StringData.fromString(change.id()),
                time == null ? null : TimestampData.fromEpochMillis(time),
                time == null ? null : StringData.fromString(change.group()),
                time == null ? null : StringData.fromString(change.note()),
                TimestampData.fromEpochMillis(change.known()),
                time == null);
        writer.change(row, new KeptWindows(newest, kept, days, ids), new KeptLog(entries, places));
        return taken();
    }

    private List<Given> taken() {
        List<Given> taken = List.copyOf(given);
        given.clear();
        return taken;
    }

    private static Given given(RowData row) {
        TreeMap<String, LogOracle.Part> parts = new TreeMap<>();
        MapData counts = row.getMap(4);
        MapData newest = row.getMap(3);
        ArrayData groups = newest.keyArray();
        for (int i = 0; i < groups.size(); i++) {
            RowData entry = newest.valueArray().getRow(i, LOG.getFieldCount());
            String group = groups.getString(i).toString();
            parts.put(group, new LogOracle.Part(entry.getString(1) + " " + entry.getString(4), count(counts, group)));
        }
        return new Given(
                row.getString(0).toString(),
                row.getTimestamp(1, 3).getMillisecond(),
                row.getLong(2),
                new LogOracle.Said(
                        parts, row.isNullAt(5) ? null : row.getTimestamp(5, 3).getMillisecond()),
                row.getLong(6));
    }

    private static long count(MapData counts, String group) {
        ArrayData groups = counts.keyArray();
        for (int i = 0; i < groups.size(); i++) {
            if (groups.getString(i).toString().equals(group)) {
                return counts.valueArray().getLong(i);
            }
        }
        throw new AssertionError("no count of " + group);
    }
}
