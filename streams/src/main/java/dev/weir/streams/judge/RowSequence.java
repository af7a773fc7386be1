package dev.weir.streams.judge;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.util.List;
import org.apache.flink.table.data.RowData;

/**
 * The number that a producer gave to its event.
 *
 * @param position where its column lies in the rows
 * @param isInt whether it has 32 bits, otherwise 64
 */
record RowSequence(String column, int position, boolean isInt) {

    static RowSequence of(FieldType.Struct fields, String column, List<String> columns) {
        FieldType type = fields.find(column).orElseThrow().type();
        return new RowSequence(column, columns.indexOf(column), type == Scalar.INT32);
    }

    /** @throws RecordRejectedException ({@link RejectCode#MISSING_FIELD}) if the row has none */
    long number(RowData row) throws RecordRejectedException {
        if (row.isNullAt(position)) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, column, "a sequence", "null");
        }
        return isInt ? row.getInt(position) : row.getLong(position);
    }
}
