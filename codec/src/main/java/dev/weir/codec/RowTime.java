package dev.weir.codec;

import dev.weir.contract.FieldType;
import org.apache.flink.table.data.RowData;

/** The event time of rows. Stateless, so safe to share between threads; create it in {@code open()}. */
public final class RowTime {

    /** What to do with the column's value. */
    private enum Form {
        TIMESTAMP,
        MILLIS
    }

    private final int position;
    private final int precision;
    private final Form form;

    private RowTime(int position, int precision, Form form) {
        this.position = position;
        this.precision = precision;
        this.form = form;
    }

    /**
     * @param field the type of the column that the contract's {@code time} names: a timestamp, or a 64-bit integer of
     *     milliseconds. A local timestamp counts as one in UTC
     * @param position where the column lies in the rows
     * @throws IllegalArgumentException if such a column carries no time
     */
    public static RowTime of(FieldType field, int position) {
        if (field instanceof FieldType.Timestamp timestamp) {
            return new RowTime(position, timestamp.precision(), Form.TIMESTAMP);
        } else if (field instanceof FieldType.LocalTimestamp timestamp) {
            return new RowTime(position, timestamp.precision(), Form.TIMESTAMP);
        } else if (field == FieldType.Scalar.INT64) {
            return new RowTime(position, 3, Form.MILLIS);
        }
        throw new IllegalArgumentException("A column of type " + field + " carries no event time");
    }

    /** Whether the row lacks its time: {@link #millis} must not be asked then. */
    public boolean isMissing(RowData row) {
        return row.isNullAt(position);
    }

    /** Milliseconds since 1970-01-01T00:00:00Z, rounded down. */
    public long millis(RowData row) {
        return switch (form) {
            case TIMESTAMP -> row.getTimestamp(position, precision).getMillisecond();
            case MILLIS -> row.getLong(position);
        };
    }
}
