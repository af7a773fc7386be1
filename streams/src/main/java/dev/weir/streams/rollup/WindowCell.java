package dev.weir.streams.rollup;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.RowType.RowField;
import org.apache.flink.table.types.logical.VarBinaryType;

/**
 * What a partition has of a group in a window when that closes, or what late events add to it later: what {@link WindowRows} makes
 * rows of.
 *
 * @param group the bytes that the group is known by
 * @param end of the window, exclusive, in milliseconds since 1970-01-01T00:00:00Z
 * @param cell counts, sums and so on of the events
 * @param corrects whether the window has been closed before
 */
public record WindowCell(int partition, byte[] group, long end, byte[] cell, boolean corrects) {

    /** Of the rows that carry it. */
    public static final RowType TYPE = new RowType(
            false,
            List.of(
                    new RowField("partition", new IntType(false)),
                    new RowField("group", new VarBinaryType(false, VarBinaryType.MAX_LENGTH)),
                    new RowField("window_end", new BigIntType(false)),
                    new RowField("cell", new VarBinaryType(false, VarBinaryType.MAX_LENGTH)),
                    new RowField("corrects", new BooleanType(false))));

    RowData toRow() {
        return GenericRowData.of(partition, group, end, cell, corrects);
    }

    public static WindowCell of(RowData row) {
        return new WindowCell(row.getInt(0), row.getBinary(1), row.getLong(2), row.getBinary(3), row.getBoolean(4));
    }
}
