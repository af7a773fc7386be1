package dev.weir.cli.sql;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/** The rows that a changelog leaves. A row that is updated keeps its place among the others. Not thread-safe. */
public final class ChangelogRows {

    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private final Map<Row, Deque<Long>> places = new HashMap<>();
    private long next;
    private @Nullable Long vacated;

    /**
     * Takes in a change.
     *
     * @param change its kind becomes insert
     */
    public void apply(Row change) {
        RowKind kind = change.getKind();
        change.setKind(RowKind.INSERT);
        switch (kind) {
            case INSERT -> put(next++, change);
            case UPDATE_AFTER -> {
                put(vacated == null ? next++ : vacated, change);
                vacated = null;
            }
            case UPDATE_BEFORE -> vacated = remove(change);
            case DELETE -> remove(change);
        }
    }

    private void put(long place, Row row) {
        rows.put(place, row);
        places.computeIfAbsent(row, unused -> new ArrayDeque<>(1)).addLast(place);
    }

    private @Nullable Long remove(Row row) {
        Deque<Long> equal = places.get(row);
        if (equal == null) {
            return null;
        }
        Long place = equal.removeFirst();
        rows.remove(place);
        if (equal.isEmpty()) {
            places.remove(row);
        }
        return place;
    }

    public int size() {
        return rows.size();
    }

    /** The first of them in this order. */
    public List<Row> first(int most, Comparator<Row> order) {
        return sorted(order).limit(most).toList();
    }

    /** All of them in this order; where it says nothing, as they came. */
    public List<Row> all(Comparator<Row> order) {
        return sorted(order).toList();
    }

    private Stream<Row> sorted(Comparator<Row> order) {
        return rows.values().stream().sorted(order);
    }
}
