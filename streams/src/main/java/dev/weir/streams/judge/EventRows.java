package dev.weir.streams.judge;

import dev.weir.codec.column.ColumnRow;
import dev.weir.contract.FieldType;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.fate.Fate;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.types.RowKind;

/**
 * Shows events of batches as rows, without copying them: the row is valid until the next one is asked for. One per task.
 */
final class EventRows {

    private static final StringData[] FATES = Arrays.stream(Fate.values())
            .map(Fate::name)
            .map(StringData::fromString)
            .toArray(StringData[]::new);

    private final AddedColumns added;
    private final ColumnRow event;
    private final GenericRowData behind;
    private final JoinedRowData joined = new JoinedRowData();
    private final RowKind kind;

    /** @param columns those of the stream that rows have, which batches begin with */
    EventRows(StreamContract contract, List<String> columns, AddedColumns added) {
        FieldType.Struct fields = contract.schema().fields();
        this.added = added;
        event = new ColumnRow(columns.stream()
                .map(column -> EventColumns.field(fields, column))
                .toList());
        behind = new GenericRowData(added.fields().size());
        kind = contract.mode() != Mode.APPEND && added != AddedColumns.REVISION ? RowKind.UPDATE_AFTER : RowKind.INSERT;
    }

    /** An event or what is timeless, which keeps its kind. */
    RowData row(Batch batch, int record, Fate fate) {
        boolean timeless = batch.kind(record) == Batch.Kind.TIMELESS;
        RowData row = timeless ? batch.other(record) : event.show(batch.columns(), batch.row(record));
        if (!timeless) {
            event.setRowKind(kind);
        }
        if (added == AddedColumns.NONE) {
            return row;
        }
        addTo(batch, record, fate, timeless);
        joined.replace(row, behind);
        joined.setRowKind(row.getRowKind());
        return joined;
    }

    private void addTo(Batch batch, int record, Fate fate, boolean deleted) {
        TimestampData appendTime = TimestampData.fromEpochMillis(batch.appendTime(record));
        switch (added) {
            case FATE -> {
                behind.setField(0, FATES[fate.ordinal()]);
                behind.setField(1, batch.partition());
                behind.setField(2, batch.offset(record));
                behind.setField(3, appendTime);
            }
            case REVISION -> {
                // The key fixes the partition, so that the offset numbers the changes of a key.
                behind.setField(0, batch.offset(record));
                behind.setField(1, appendTime);
                behind.setField(2, deleted);
                behind.setField(3, batch.partition());
            }
            case POSITION -> {
                behind.setField(0, appendTime);
                behind.setField(1, batch.partition());
                behind.setField(2, batch.offset(record));
            }
            case NONE -> throw new IllegalStateException("Nothing is added to these rows");
        }
    }
}
