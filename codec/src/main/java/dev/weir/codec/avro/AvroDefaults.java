package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.contract.FieldType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The default of a field in Flink's form: written by Avro, then read like any value. */
final class AvroDefaults {

    private AvroDefaults() {}

    static @Nullable Object value(Schema.Field field, FieldType type) {
        Schema schema = field.schema();
        AvroInput in = new AvroInput();
        byte[] written = bytes(schema, GenericData.get().getDefaultValue(field));
        in.reset(written, 0, written.length);
        try {
            return new AvroReaders().of(Resolver.resolve(schema, schema), type).read(in);
        } catch (Rejection rejection) {
            throw new IllegalArgumentException(
                    "The default of field '" + field.name() + "' doesn't fit its type: "
                            + rejection.finish().getMessage(),
                    rejection);
        }
    }

    private static byte[] bytes(Schema schema, @Nullable Object value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<Object>(schema).write(value, encoder);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
    }
}
