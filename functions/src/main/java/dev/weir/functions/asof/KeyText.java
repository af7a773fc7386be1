package dev.weir.functions.asof;

import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.RowData.FieldGetter;
import org.apache.flink.table.types.logical.RowType;

/** A key, which is a text or a whole number, as a text; that of a null is empty. */
final class KeyText {

    private final FieldGetter getter;

    KeyText(RowType type, int column) {
        getter = RowData.createFieldGetter(type.getTypeAt(column), column);
    }

    String of(RowData row) {
        Object key = getter.getFieldOrNull(row);
        return key == null ? "" : key.toString();
    }
}
