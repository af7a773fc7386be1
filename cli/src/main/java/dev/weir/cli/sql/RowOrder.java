package dev.weir.cli.sql;

import dev.weir.pipeline.sql.QueryEnd;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** The order that a query's {@code ORDER BY} asks for, as far as it speaks of columns of the result. */
public final class RowOrder {

    private RowOrder() {}

    /** Says nothing of any two rows if the query has no order, or one that the result doesn't show. */
    public static Comparator<Row> of(QueryEnd end, List<String> columns) {
        Comparator<Row> all = (one, other) -> 0;
        for (QueryEnd.Order order : end.order()) {
            int column = index(order.column(), columns);
            if (column < 0) {
                return (one, other) -> 0;
            }
            all = all.thenComparing((one, other) -> compare(one.getField(column), other.getField(column), order));
        }
        return all;
    }

    private static int index(String column, List<String> columns) {
        if (column.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(column);
            return number <= columns.size() ? number - 1 : -1;
        }
        return columns.indexOf(column);
    }

    private static int compare(@Nullable Object one, @Nullable Object other, QueryEnd.Order order) {
        if (one == null || other == null) {
            int nullFirst = Boolean.compare(other == null, one == null);
            return order.nullsFirst() ? nullFirst : -nullFirst;
        }
        if (!(one instanceof Comparable<?>) || one.getClass() != other.getClass()) {
            return 0;
        }
        @SuppressWarnings("unchecked") // Two values of one class.
        int ascending = ((Comparable<Object>) one).compareTo(other);
        return order.descending() ? -ascending : ascending;
    }
}
