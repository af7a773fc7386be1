package dev.weir.streams.judge;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Rows that have some of a stream's columns. */
public final class EventColumns {

    private EventColumns() {}

    /**
     * Every column can be null in the rows that are judged, since the row of a tombstone has only its key; the table's
     * own type says what SQL may rely on.
     */
    public static DataType type(FieldType.Struct fields, List<String> columns) {
        return DataTypes.of(new RowType(columns.stream()
                .map(column -> field(fields, column))
                .map(field -> new RowType.RowField(field.name(), FlinkTypes.logicalType(field.type(), true)))
                .toList()));
    }

    /** Getters for rows that begin with these columns, in their order. */
    static RowData.FieldGetter[] getters(FieldType.Struct fields, List<String> columns) {
        RowData.FieldGetter[] getters = new RowData.FieldGetter[columns.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = RowData.createFieldGetter(
                    FlinkTypes.logicalType(field(fields, columns.get(i)).type(), true), i);
        }
        return getters;
    }

    /** The same, with columns at the end that are there always. */
    public static DataType type(FieldType.Struct fields, List<String> columns, AddedColumns added) {
        List<RowType.RowField> all =
                new ArrayList<>(((RowType) type(fields, columns).getLogicalType()).getFields());
        all.addAll(added.rowFields());
        return DataTypes.of(new RowType(all));
    }

    static Field field(FieldType.Struct fields, String column) {
        return fields.find(column)
                .orElseThrow(() -> new IllegalArgumentException("The stream has no column '" + column + "'"));
    }
}
