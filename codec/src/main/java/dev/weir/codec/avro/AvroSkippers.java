package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Builds what passes over values that the reader's schema doesn't have. They may be of recursive types. */
final class AvroSkippers {

    private final Map<Schema, RecordSkipper> records = new IdentityHashMap<>();

    ValueSkipper of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> {};
            case BOOLEAN -> AvroInput::readBoolean;
            case INT, ENUM -> AvroInput::readInt;
            case LONG -> AvroInput::readLong;
            case FLOAT -> AvroInput::readFloat;
            case DOUBLE -> AvroInput::readDouble;
            case STRING, BYTES -> new BytesReader(BytesReader.IN_RECORD);
            case FIXED -> new BytesReader(schema.getFixedSize());
            case ARRAY -> blocks(of(schema.getElementType()), MinimalSize.of(schema.getElementType()));
            case MAP -> entries(of(schema.getValueType()));
            case UNION -> union(schema.getTypes().stream().map(this::of).toArray(ValueSkipper[]::new));
            case RECORD -> record(schema);
        };
    }

    private static ValueSkipper blocks(ValueSkipper element, int minimum) {
        return in -> {
            for (int block = in.skipBlock(minimum); block > 0; block = in.skipBlock(minimum)) {
                for (int i = 0; i < block; i++) {
                    element.skip(in);
                }
            }
        };
    }

    private static ValueSkipper entries(ValueSkipper value) {
        ValueSkipper key = new BytesReader(BytesReader.IN_RECORD);
        return blocks(
                in -> {
                    key.skip(in);
                    value.skip(in);
                },
                1);
    }

    private static ValueSkipper union(ValueSkipper[] branches) {
        return in -> {
            long index = in.readLong();
            if (index < 0 || index >= branches.length) {
                throw Rejection.malformed("one of " + branches.length + " union branches", "an index beyond them");
            }
            branches[(int) index].skip(in);
        };
    }

    private ValueSkipper record(Schema schema) {
        RecordSkipper known = records.get(schema);
        if (known != null) {
            return known;
        }
        List<Schema.Field> fields = schema.getFields();
        RecordSkipper skipper = new RecordSkipper(new ValueSkipper[fields.size()]);
        records.put(schema, skipper);
        for (int i = 0; i < skipper.fields.length; i++) {
            skipper.fields[i] = of(fields.get(i).schema());
        }
        return skipper;
    }

    private record RecordSkipper(ValueSkipper[] fields) implements ValueSkipper {
        @Override
        public void skip(AvroInput in) throws Rejection {
            in.enter();
            for (ValueSkipper field : fields) {
                field.skip(in);
            }
            in.leave();
        }
    }
}
