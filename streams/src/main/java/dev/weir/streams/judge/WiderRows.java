package dev.weir.streams.judge;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events into rows that have {@link AddedColumns} at their end. */
final class WiderRows {

    private final RowData.FieldGetter[] getters;
    private final AddedColumns added;

    /** @param getters of the columns of the events */
    WiderRows(RowData.FieldGetter[] getters, AddedColumns added) {
        this.getters = getters;
        this.added = added;
    }

    /**
     * An event that has its added columns, except for its fate, which isn't decided yet.
     *
     * @param deleted whether it ends its key
     */
    GenericRowData of(RowData event, ConsumerRecord<?, ?> record, boolean deleted) {
        int columns = getters.length;
        GenericRowData row = new GenericRowData(columns + added.fields().size());
        for (int i = 0; i < columns; i++) {
            row.setField(i, getters[i].getFieldOrNull(event));
        }
        TimestampData appendTime = TimestampData.fromEpochMillis(record.timestamp());
        switch (added) {
            case NONE -> {}
            case FATE -> {
                row.setField(columns + 1, record.partition());
                row.setField(columns + 2, record.offset());
                row.setField(columns + 3, appendTime);
            }
            case REVISION -> {
                // The key fixes the partition, so that the offset numbers the changes of a key.
                row.setField(columns, record.offset());
                row.setField(columns + 1, appendTime);
                row.setField(columns + 2, deleted);
            }
        }
        return row;
    }
}
