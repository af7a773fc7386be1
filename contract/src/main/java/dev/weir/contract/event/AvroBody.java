package dev.weir.contract.event;

import dev.weir.contract.AvroStreamSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Avro binary. */
final class AvroBody implements EventBody {

    private static final int USUAL_BYTES = 256;

    private final AvroStreamSchema schema;
    private final AvroWriter writer;
    private final AvroWriter.MaybeNull[] fields;
    private final AvroReader reader;

    AvroBody(AvroStreamSchema schema) {
        this(schema, AvroReader.of(schema.schema(), schema.fields()));
    }

    private AvroBody(AvroStreamSchema schema, AvroReader reader) {
        this.schema = schema;
        this.reader = reader;
        writer = AvroWriter.of(schema.schema(), schema.fields());
        fields = AvroWriter.ofFields(schema.schema(), schema.fields());
    }

    /** Reads what one schema wrote; of what the other lacks, nothing is checked, and it is null. */
    static AvroBody wantedBy(AvroStreamSchema other, AvroStreamSchema schema) {
        Schema renamed = Schema.applyAliases(schema.schema(), other.schema());
        return new AvroBody(schema, AvroReader.of(renamed, schema.fields(), other.schema()));
    }

    @Override
    public AbsentValues absentValues() {
        return new AvroAbsentValues(schema.schema(), schema.fields());
    }

    @Override
    public byte[] write(byte[] header, StructValue event) throws RecordRejectedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        bytes.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            writer.write(event, encoder, new FieldPath());
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public EventPattern pattern(byte[] header, StructValue event, int[] positions) throws RecordRejectedException {
        return AvroPattern.of(fields, header, event, positions);
    }

    @Override
    public StructValue read(byte[] bytes, int offset) throws RecordRejectedException {
        FieldPath path = new FieldPath();
        AvroInput input = new AvroInput(bytes, offset, path);
        StructValue event = (StructValue) reader.read(input, path);
        if (input.remaining() > 0) {
            throw path.rejected(
                    RejectCode.MALFORMED, "one event in Avro binary", input.remaining() + " bytes behind it");
        }
        return event;
    }
}
