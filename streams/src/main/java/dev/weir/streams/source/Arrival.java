package dev.weir.streams.source;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/**
 * A record between reading and judging, as one row: either the event or its dead letter. A row rather than a class, so
 * that Flink's own serializer carries it through shuffles.
 */
final class Arrival {

    /** The time of what has none, as a tombstone: moves no watermark and is never late. */
    static final long TIMELESS = Long.MIN_VALUE;

    private static final int EVENT = 0;
    private static final int TIME = 1;
    private static final int ID = 2;
    private static final int DEAD = 3;
    private static final int ARITY = 4;

    private Arrival() {}

    static DataType type(DataType event, DataType deadLetter) {
        return DataTypes.ROW(
                        DataTypes.FIELD("event", event.nullable()),
                        DataTypes.FIELD("time", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("id", DataTypes.STRING().notNull()),
                        DataTypes.FIELD("dead", deadLetter.nullable()))
                .notNull();
    }

    /**
     * @param time milliseconds since 1970-01-01T00:00:00Z, or {@link #TIMELESS}
     * @param id the identity's values as text; anything if the stream declares none
     */
    static RowData event(RowKind kind, RowData event, long time, StringData id) {
        GenericRowData arrival = new GenericRowData(kind, ARITY);
        arrival.setField(EVENT, event);
        arrival.setField(TIME, time);
        arrival.setField(ID, id);
        return arrival;
    }

    /** @param id spreads dead records over the judging subtasks */
    static RowData dead(RowData deadLetter, StringData id) {
        GenericRowData arrival = new GenericRowData(ARITY);
        arrival.setField(TIME, TIMELESS);
        arrival.setField(ID, id);
        arrival.setField(DEAD, deadLetter);
        return arrival;
    }

    static boolean isDead(RowData arrival) {
        return arrival.isNullAt(EVENT);
    }

    /** The event, with the kind of its arrival. */
    static RowData event(RowData arrival, int columns) {
        RowData event = arrival.getRow(EVENT, columns);
        event.setRowKind(arrival.getRowKind());
        return event;
    }

    static RowData deadLetter(RowData arrival, int columns) {
        return arrival.getRow(DEAD, columns);
    }

    static long time(RowData arrival) {
        return arrival.getLong(TIME);
    }

    static String id(RowData arrival) {
        return arrival.getString(ID).toString();
    }
}
