package dev.weir.codec;

import dev.weir.codec.column.Columns;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.FieldType;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/** Values of records as rows that can be compared. */
final class ReadValues {

    private final ColumnReader reader;
    private final List<FieldType.Field> fields;

    ReadValues(ColumnReader reader, FieldType.Struct schema, List<String> columns) {
        this.reader = reader;
        fields = columns.stream().map(name -> schema.find(name).orElseThrow()).toList();
    }

    GenericRowData decode(byte[] value) throws Exception {
        Columns columns = reader.columns(1);
        reader.read(value, 0, value.length, columns);
        return ReadRows.row(columns, fields, 0);
    }
}
