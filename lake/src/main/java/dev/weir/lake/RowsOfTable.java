package dev.weir.lake;

import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Rows of a stream in the order of a table's columns, which keeps those that the stream has no more as nulls. */
final class RowsOfTable implements MapFunction<RowData, RowData> {

    private static final long serialVersionUID = 1;

    private final RowData.@Nullable FieldGetter[] getters;

    RowsOfTable(RowType stream, List<String> columns) {
        getters = new RowData.FieldGetter[columns.size()];
        for (int i = 0; i < getters.length; i++) {
            int index = stream.getFieldIndex(columns.get(i));
            getters[i] = index < 0
                    ? null
                    : RowData.createFieldGetter(stream.getTypeAt(index).copy(true), index);
        }
    }

    @Override
    public RowData map(RowData row) {
        GenericRowData mapped = new GenericRowData(getters.length);
        for (int i = 0; i < getters.length; i++) {
            RowData.FieldGetter getter = getters[i];
            mapped.setField(i, getter == null ? null : getter.getFieldOrNull(row));
        }
        return mapped;
    }
}
