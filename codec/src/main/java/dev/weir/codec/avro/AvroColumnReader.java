package dev.weir.codec.avro;

import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.PaddedBytes;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
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

    private final BodyReader reader;

    /**
     * @param writer the schema that wrote the bodies
     * @param columns the fields of {@code reader} to read, in this order
     */
    public AvroColumnReader(Schema writer, AvroStreamSchema reader, List<String> columns) {
        Schema expected = reader.schema();
        Schema renamed = Schema.applyAliases(writer, expected);
        ValueReader row = Objects.equals(renamed.getName(), expected.getName())
                ? new AvroReaders().ofRow(Resolver.resolve(writer, expected), reader.fields(), columns)
                : new MismatchReader("record " + expected.getFullName(), "record " + writer.getFullName());
        boolean refers = reader.fields().fields().stream()
                .anyMatch(field -> columns.contains(field.name()) && Column.kind(field.type()) == Column.Kind.OBJECT);
        this.reader = row instanceof RecordReader record
                ? new Fields(record, AvroFieldsSource.compile(record.steps()), refers)
                : (bytes, from, to, into) -> refuse(row);
    }

    private static void refuse(ValueReader mismatch) throws RecordRejectedException {
        try {
            mismatch.read(new AvroInput());
        } catch (Rejection rejection) {
            throw rejection.finish();
        }
    }

    @Override
    public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
        reader.read(bytes, from, to, into);
    }

    /** Schemas of which one can become the other. */
    private static final class Fields implements BodyReader {

        private final RecordReader careful;
        private final AvroFields quick;
        private final boolean refers;
        private final PaddedBytes padded = new PaddedBytes();

        /** @param refers whether values refer to the array that they are read from */
        Fields(RecordReader careful, AvroFields quick, boolean refers) {
            this.careful = careful;
            this.quick = quick;
            this.refers = refers;
        }

        @Override
        public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
            if (!refers && PaddedBytes.isPadded(bytes, to)) {
                readPadded(bytes, from, to, into);
            } else {
                PaddedBytes copies = refers ? new PaddedBytes() : padded;
                readPadded(copies.copy(bytes, from, to), 0, to - from, into);
            }
        }

        private void readPadded(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
            if (quick.read(bytes, from, to, into) == to) {
                careful.setDefaults(into, into.rows());
            } else {
                readCarefully(bytes, from, to, into);
            }
        }

        /** Knows what is wrong, if something is. */
        private void readCarefully(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
            AvroInput in = new AvroInput();
            in.reset(bytes, from, to);
            try {
                careful.read(in, into);
                if (in.remaining() > 0) {
                    throw Rejection.malformed("the end of the record", in.remaining() + " more bytes");
                }
            } catch (Rejection rejection) {
                throw rejection.finish();
            }
        }
    }
}
