package dev.weir.streams.judge;

import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType.RowField;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rows of a stream with keys, each change of a key a row of its own that says which change it is. */
public final class Revisions {

    /**
     * {@code revision} grows with each change of a key; {@code known_at} is when the broker took the change;
     * {@code deleted} rows end their key and have its columns only.
     */
    public static final List<RowField> COLUMNS = List.of(
            new RowField("revision", type(DataTypes.BIGINT().notNull())),
            new RowField("known_at", type(DataTypes.TIMESTAMP_LTZ(3).notNull())),
            new RowField("deleted", type(DataTypes.BOOLEAN().notNull())));

    private final RowData.FieldGetter[] getters;

    Revisions(RowData.FieldGetter[] getters) {
        this.getters = getters;
    }

    /** The key fixes the partition, so that the offset numbers the changes of a key. */
    RowData of(RowData event, ConsumerRecord<?, ?> record, boolean deleted) {
        GenericRowData row = new GenericRowData(getters.length + COLUMNS.size());
        for (int i = 0; i < getters.length; i++) {
            row.setField(i, getters[i].getFieldOrNull(event));
        }
        row.setField(getters.length, record.offset());
        row.setField(getters.length + 1, TimestampData.fromEpochMillis(record.timestamp()));
        row.setField(getters.length + 2, deleted);
        return row;
    }

    private static LogicalType type(org.apache.flink.table.types.DataType type) {
        return type.getLogicalType();
    }
}
