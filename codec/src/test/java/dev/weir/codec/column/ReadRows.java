package dev.weir.codec.column;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Single records read through columns, as rows that can be compared. */
public final class ReadRows {

    private ReadRows() {}

    /** Reads what lies somewhere in a larger array of other bytes, between two rows of the same. */
    public static GenericRowData read(BodyReader reader, FieldType.Struct schema, List<String> columns, byte[] body)
            throws RecordRejectedException {
        Random random = new Random(body.length);
        byte[] surroundings = new byte[body.length + 60];
        random.nextBytes(surroundings);
        int from = random.nextInt(20);
        int behind = random.nextBoolean() ? 40 : random.nextInt(17);
        byte[] array = new byte[from + body.length + behind];
        System.arraycopy(surroundings, 0, array, 0, array.length);
        System.arraycopy(body, 0, array, from, body.length);
        List<FieldType.Field> fields = fields(schema, columns);
        Columns read = new Columns(fields, 0);
        for (int i = 0; i < 3; i++) {
            read.reserve();
            reader.read(array, from, from + body.length, read);
            read.endRow();
        }
        random.nextBytes(array);
        return row(read, fields, 1);
    }

    static List<FieldType.Field> fields(FieldType.Struct schema, List<String> columns) {
        return columns.stream().map(name -> schema.find(name).orElseThrow()).toList();
    }

    /** A row of columns as a row of its own. */
    public static GenericRowData row(Columns columns, List<FieldType.Field> fields, int row) {
        ColumnRow shown = new ColumnRow(fields).show(columns, row);
        GenericRowData copy = new GenericRowData(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            copy.setField(
                    i,
                    RowData.createFieldGetter(
                                    FlinkTypes.logicalType(fields.get(i).type(), true), i)
                            .getFieldOrNull(shown));
        }
        return copy;
    }
}
