package dev.weir.functions.asof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** The log of one partition, by groups. A view of Flink's state for one call. */
final class KeptLog {

    private final MapView<String, RowData> entries;
    private final MapView<String, RowData> places;

    /** Where an entry stands. */
    record Place(String group, long time) {}

    KeptLog(MapView<String, RowData> entries, MapView<String, RowData> places) {
        this.entries = entries;
        this.places = places;
    }

    static DataType entriesType(DataType columns) {
        return DataTypes.ROW(DataTypes.FIELD(
                "entries",
                DataTypes.ARRAY(DataTypes.ROW(
                                DataTypes.FIELD("time", DataTypes.BIGINT().notNull()),
                                DataTypes.FIELD("id", DataTypes.STRING().notNull()),
                                DataTypes.FIELD("known", DataTypes.BIGINT().notNull()),
                                DataTypes.FIELD("columns", columns.nullable()))
                        .notNull())));
    }

    static DataType placeType() {
        return DataTypes.ROW(
                DataTypes.FIELD("group", DataTypes.STRING().notNull()),
                DataTypes.FIELD("time", DataTypes.BIGINT().notNull()));
    }

    /** Where the entry stands; null if the log doesn't have it. */
    @Nullable
    Place find(String id) throws Exception {
        RowData place = places.get(id);
        return place == null ? null : new Place(place.getString(0).toString(), place.getLong(1));
    }

    void place(String id, @Nullable Place place) throws Exception {
        if (place == null) {
            places.remove(id);
        } else {
            places.put(id, GenericRowData.of(StringData.fromString(place.group), place.time));
        }
    }

    EntryGroup group(String name, int width) throws Exception {
        return group(entries.get(name), width);
    }

    void write(String name, EntryGroup group) throws Exception {
        Object[] rows = group.entries().stream()
                .map(entry -> GenericRowData.of(
                        entry.time(), StringData.fromString(entry.id()), entry.known(), entry.columns()))
                .toArray();
        entries.put(name, GenericRowData.of(new GenericArrayData(rows)));
    }

    /** All groups, by name. */
    TreeMap<String, EntryGroup> groups(int width) throws Exception {
        TreeMap<String, EntryGroup> groups = new TreeMap<>();
        for (Map.Entry<String, RowData> entry : entries.entries()) {
            groups.put(entry.getKey(), group(entry.getValue(), width));
        }
        return groups;
    }

    private EntryGroup group(@Nullable RowData row, int width) {
        List<EntryGroup.Entry> found = new ArrayList<>();
        if (row != null) {
            ArrayData array = row.getArray(0);
            for (int i = 0; i < array.size(); i++) {
                RowData entry = array.getRow(i, 4);
                found.add(new EntryGroup.Entry(
                        entry.getLong(0),
                        entry.getString(1).toString(),
                        entry.getLong(2),
                        entry.isNullAt(3) ? null : entry.getRow(3, width)));
            }
        }
        return new EntryGroup(found);
    }
}
