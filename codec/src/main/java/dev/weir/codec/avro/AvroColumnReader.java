package dev.weir.codec.avro;

import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;

/**
 * Reads what one Avro schema wrote as another, by Avro's rules of schema resolution.
 *
 * <p>Stricter than Avro's own reader where that would guess: the records' names must match (unqualified, or by alias),
 * strings must be UTF-8, a time unit or decimal scale must not differ between the two schemas, and nothing may follow
 * the value.
 */
public final class AvroColumnReader implements BodyReader {

    private final AvroInput in = new AvroInput();
    private final ValueReader row;
    /** Values within others refer to the array that they are read from. */
    private final boolean refers;

    /**
     * @param writer the schema that wrote the bodies
     * @param columns the fields of {@code reader} to read, in this order
     */
    public AvroColumnReader(Schema writer, AvroStreamSchema reader, List<String> columns) {
        Schema expected = reader.schema();
        Schema renamed = Schema.applyAliases(writer, expected);
        row = Objects.equals(renamed.getName(), expected.getName())
                ? new AvroReaders().ofRow(Resolver.resolve(writer, expected), reader.fields(), columns)
                : new MismatchReader("record " + expected.getFullName(), "record " + writer.getFullName());
        refers = reader.fields().fields().stream()
                .anyMatch(field -> columns.contains(field.name()) && Column.kind(field.type()) == Column.Kind.OBJECT);
    }

    @Override
    public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
        if (refers) {
            byte[] copy = Arrays.copyOfRange(bytes, from, to);
            in.reset(copy, 0, copy.length);
        } else {
            in.reset(bytes, from, to);
        }
        try {
            if (row instanceof RecordReader record) {
                record.read(in, into);
            } else {
                row.read(in);
            }
            if (in.remaining() > 0) {
                throw Rejection.malformed("the end of the record", in.remaining() + " more bytes");
            }
        } catch (Rejection rejection) {
            throw rejection.finish();
        }
    }
}
