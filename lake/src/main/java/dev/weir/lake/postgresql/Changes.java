package dev.weir.lake.postgresql;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** Rows of a stream that aren't in their table yet, by partition, in the order of their offsets. */
final class Changes {

    /**
     * One record of the stream.
     *
     * @param values of the table's columns
     * @param ends whether it ends its key
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Change(int partition, long offset, @Nullable Object[] values, boolean ends) {}

    private final TargetTable table;
    private final RowData.FieldGetter[] getters;
    private final int[] keyPositions;
    private final TreeMap<Integer, List<Change>> byPartition = new TreeMap<>();
    private int size;

    Changes(TargetTable table) {
        this.table = table;
        this.getters = table.columns().stream().map(TargetColumn::getter).toArray(RowData.FieldGetter[]::new);
        this.keyPositions = table.keyPositions();
    }

    void add(RowData row) {
        @Nullable Object[] values = new Object[getters.length];
        for (int i = 0; i < values.length; i++) {
            Object value = getters[i].getFieldOrNull(row);
            values[i] =
                    value == null ? null : SqlValue.of(table.columns().get(i).type(), value);
        }
        int partition = table.partition(row);
        byPartition
                .computeIfAbsent(partition, key -> new ArrayList<>())
                .add(new Change(partition, table.offset(row), values, table.ends(row)));
        size++;
    }

    int size() {
        return size;
    }

    Set<Integer> partitions() {
        return byPartition.keySet();
    }

    void clear() {
        byPartition.clear();
        size = 0;
    }

    /** Those of a partition that its table doesn't have if it has all before {@code next}. */
    List<Change> of(int partition, long next) {
        return byPartition.getOrDefault(partition, List.of()).stream()
                .filter(change -> change.offset() >= next)
                .toList();
    }

    /** The newest change of each key; of streams without keys all. */
    Collection<Change> newest(List<Change> changes) {
        Map<Object, Change> newest = new LinkedHashMap<>();
        changes.forEach(change -> newest.put(key(change), change));
        return newest.values();
    }

    /** For each column of the key. */
    List<@Nullable Object> keyValues(Change change) {
        return Arrays.stream(keyPositions)
                .mapToObj(position -> change.values()[position])
                .toList();
    }

    private Object key(Change change) {
        List<@Nullable Object> key = new ArrayList<>(keyPositions.length);
        for (int position : keyPositions) {
            key.add(comparable(change.values()[position]));
        }
        return key;
    }

    /** Equal where PostgreSQL finds values equal. */
    private static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (value instanceof Double number) {
            return number + 0.0;
        } else if (value instanceof Float number) {
            return number + 0.0f;
        }
        return value;
    }
}
