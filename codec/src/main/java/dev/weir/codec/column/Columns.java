package dev.weir.codec.column;

import dev.weir.contract.FieldType;
import java.util.List;

/** Records of one stream, column by column. Not thread-safe; whoever hands it over doesn't write it any more. */
public final class Columns {

    private static final int LEAST_ROWS = 8;

    private final Column[] columns;
    private int capacity;
    private int rows;

    /** @param expected how many rows there will be, more or less */
    public Columns(List<FieldType.Field> fields, int expected) {
        capacity = Math.max(LEAST_ROWS, expected);
        columns =
                fields.stream().map(field -> new Column(field.type(), capacity)).toArray(Column[]::new);
    }

    public int rows() {
        return rows;
    }

    /** By its place among the fields. */
    public Column column(int place) {
        return columns[place];
    }

    /** Makes sure that there is room for one row more. */
    public void reserve() {
        if (rows == capacity) {
            capacity *= 2;
            for (Column column : columns) {
                column.grow(capacity);
            }
        }
    }

    /** There are no rows any more; the room for them stays. */
    public void clear() {
        rows = 0;
        for (Column column : columns) {
            column.clear();
        }
    }

    /** Every column has a value for the row behind the last. */
    public void endRow() {
        rows++;
    }
}
