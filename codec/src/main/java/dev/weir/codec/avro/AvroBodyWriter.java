package dev.weir.codec.avro;

import dev.weir.codec.format.BodyWriter;
import dev.weir.codec.format.Rejection;
import org.apache.avro.Schema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes rows as one Avro record schema. */
public final class AvroBodyWriter implements BodyWriter {

    private final AvroOutput out = new AvroOutput();
    private final ValueWriter record;

    /** @param type the rows' type, with the schema's fields in its order */
    public AvroBodyWriter(Schema schema, RowType type) {
        record = AvroWriters.of(schema, type);
    }

    @Override
    public byte[] write(byte[] header, RowData row) throws Rejection {
        out.reset(header);
        record.write(row, out);
        return out.toBytes();
    }
}
