package dev.weir.codec.column;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.util.Objects;
import org.apache.flink.table.data.TimestampData;

/** The event time of rows of columns. Safe to share between threads. */
public final class ColumnTime {

    private final int place;
    private final long perMilli;

    private ColumnTime(int place, long perMilli) {
        this.place = place;
        this.perMilli = perMilli;
    }

    /**
     * @param field the type of the column that the contract's {@code time} names: a timestamp, or a 64-bit integer of
     *     milliseconds. A local timestamp counts as one in UTC
     * @param place of the column
     * @throws IllegalArgumentException if such a column carries no time
     */
    public static ColumnTime of(FieldType field, int place) {
        if (field instanceof FieldType.Timestamp timestamp) {
            return new ColumnTime(place, timestamp.precision() == 6 ? 1_000 : 1);
        } else if (field instanceof FieldType.LocalTimestamp timestamp) {
            return new ColumnTime(place, timestamp.precision() == 6 ? 1_000 : 1);
        } else if (field == Scalar.INT64) {
            return new ColumnTime(place, 1);
        }
        throw new IllegalArgumentException("A column of type " + field + " carries no event time");
    }

    /** Whether the row lacks its time: {@link #millis} must not be asked then. */
    public boolean isMissing(Columns columns, int row) {
        return columns.column(place).isNull(row);
    }

    /** Milliseconds since 1970-01-01T00:00:00Z, rounded down. */
    public long millis(Columns columns, int row) {
        Column column = columns.column(place);
        if (column.kind() == Column.Kind.LONG) {
            long value = column.longAt(row);
            return perMilli == 1 ? value : Math.floorDiv(value, perMilli);
        }
        return ((TimestampData) Objects.requireNonNull(column.objectAt(row))).getMillisecond();
    }
}
