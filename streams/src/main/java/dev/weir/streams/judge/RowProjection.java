package dev.weir.streams.judge;

import dev.weir.contract.FieldType;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Some columns of a row, in an order of their own. */
public final class RowProjection implements MapFunction<RowData, RowData> {

    private static final long serialVersionUID = 1;

    private final RowData.FieldGetter[] getters;

    private RowProjection(RowData.FieldGetter[] getters) {
        this.getters = getters;
    }

    /** From rows that have the columns {@code present} to rows that have the columns {@code wanted}. */
    public static RowProjection of(FieldType.Struct fields, List<String> present, List<String> wanted) {
        RowData.FieldGetter[] all = EventColumns.getters(fields, present);
        return new RowProjection(
                wanted.stream().map(column -> all[present.indexOf(column)]).toArray(RowData.FieldGetter[]::new));
    }

    @Override
    public RowData map(RowData row) {
        GenericRowData projected = new GenericRowData(row.getRowKind(), getters.length);
        for (int i = 0; i < getters.length; i++) {
            projected.setField(i, getters[i].getFieldOrNull(row));
        }
        return projected;
    }
}
