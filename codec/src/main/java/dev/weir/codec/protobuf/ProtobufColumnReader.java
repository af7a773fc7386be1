package dev.weir.codec.protobuf;

import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Columns;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/** Reads what one Protobuf schema wrote as another, into columns. */
public final class ProtobufColumnReader implements BodyReader {

    private final ProtobufBodyReader reader;

    /** @param columns the fields of {@code reader} to read, in this order */
    public ProtobufColumnReader(ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        this.reader = new ProtobufBodyReader(writer, reader, columns);
    }

    @Override
    public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
        GenericRowData row = (GenericRowData) reader.read(Arrays.copyOfRange(bytes, from, to), 0);
        for (int i = 0; i < row.getArity(); i++) {
            into.column(i).setInternal(into.rows(), row.getField(i));
        }
    }
}
