package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** A field that is left out has its default; without one it is null if it may be. */
final class AvroAbsentValues implements AbsentValues {

    private final Schema record;
    private final FieldType.Struct type;

    AvroAbsentValues(Schema record, FieldType.Struct type) {
        this.record = record;
        this.type = type;
    }

    @Override
    public boolean required(String field) {
        return !record.getField(field).hasDefaultValue()
                && AvroUnion.of(record.getField(field).schema()).nullBranch() < 0;
    }

    @Override
    public @Nullable Object value(String field) {
        Schema.Field found = record.getField(field);
        if (!found.hasDefaultValue()) {
            return null;
        }
        FieldType fieldType = type.find(field).orElseThrow().type();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            // GenericData with no conversions: defaults keep their raw form, whatever the logical type.
            GenericData raw = new GenericData();
            new GenericDatumWriter<>(found.schema(), raw).write(raw.getDefaultValue(found), encoder);
            FieldPath path = new FieldPath();
            path.enterField(field);
            return AvroReader.of(found.schema(), fieldType).read(new AvroInput(bytes.toByteArray(), 0, path), path);
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        } catch (RecordRejectedException e) {
            throw new IllegalArgumentException("The schema's default of '" + field + "' is outside its type", e);
        }
    }

    @Override
    public AbsentValues within(String field) {
        Schema schema = AvroUnion.of(record.getField(field).schema()).value();
        FieldType fieldType = type.find(field).orElseThrow().type();
        while (fieldType instanceof FieldType.ListOf || fieldType instanceof FieldType.MapOf) {
            boolean list = fieldType instanceof FieldType.ListOf;
            schema = AvroUnion.of(list ? schema.getElementType() : schema.getValueType())
                    .value();
            fieldType = list ? ((FieldType.ListOf) fieldType).element() : ((FieldType.MapOf) fieldType).value();
        }
        return fieldType instanceof FieldType.Struct struct ? new AvroAbsentValues(schema, struct) : NONE;
    }
}
