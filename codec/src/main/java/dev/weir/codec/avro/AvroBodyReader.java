package dev.weir.codec.avro;

import dev.weir.codec.format.BodyReader;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.flink.table.data.RowData;

/**
 * Reads what one Avro schema wrote as another, by Avro's rules of schema resolution.
 *
 * <p>Stricter than Avro's own reader where that would guess: the records' names must match (unqualified, or by alias),
 * strings must be UTF-8, a time unit or decimal scale must not differ between the two schemas, and nothing may follow
 * the value.
 */
public final class AvroBodyReader implements BodyReader {

    private final AvroInput in = new AvroInput();
    private final ValueReader row;

    /**
     * @param writer the schema that wrote the bodies
     * @param columns the fields of {@code reader} to read, which are the row's fields in this order
     */
    public AvroBodyReader(Schema writer, AvroStreamSchema reader, List<String> columns) {
        Schema expected = reader.schema();
        Schema renamed = Schema.applyAliases(writer, expected);
        row = Objects.equals(renamed.getName(), expected.getName())
                ? new AvroReaders().ofRow(Resolver.resolve(writer, expected), reader.fields(), columns)
                : new MismatchReader("record " + expected.getFullName(), "record " + writer.getFullName());
    }

    @Override
    public RowData read(byte[] bytes, int from) throws RecordRejectedException {
        in.reset(bytes, from, bytes.length);
        try {
            RowData read = (RowData) Objects.requireNonNull(row.read(in));
            if (in.remaining() > 0) {
                throw Rejection.malformed("the end of the record", in.remaining() + " more bytes");
            }
            return read;
        } catch (Rejection rejection) {
            throw rejection.finish();
        }
    }
}
