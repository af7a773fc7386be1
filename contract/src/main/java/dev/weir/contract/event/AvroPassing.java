package dev.weir.contract.event;

import org.apache.avro.Schema;

/** Passes over values that nobody wants: only as much of them is checked as it takes to find their end. */
final class AvroPassing {

    private AvroPassing() {}

    static AvroReader over(Schema schema) {
        return (in, path) -> {
            pass(schema, in);
            return null;
        };
    }

    private static void pass(Schema schema, AvroInput in) throws RecordRejectedException {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.readBoolean();
            case INT, ENUM -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING, BYTES -> in.readBytes();
            case FIXED -> in.readFixed(schema.getFixedSize());
            case UNION -> passUnion(schema, in);
            case ARRAY, MAP -> passBlocks(schema, in);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    pass(field.schema(), in);
                }
            }
        }
    }

    private static void passUnion(Schema schema, AvroInput in) throws RecordRejectedException {
        long branch = in.readLong();
        if (branch < 0 || branch >= schema.getTypes().size()) {
            throw in.malformed("a branch of the union", "branch " + branch);
        }
        pass(schema.getTypes().get((int) branch), in);
    }

    private static void passBlocks(Schema schema, AvroInput in) throws RecordRejectedException {
        for (int count = in.readBlockToPass(); count > 0; count = in.readBlockToPass()) {
            for (int i = 0; i < count; i++) {
                if (schema.getType() == Schema.Type.MAP) {
                    in.readBytes();
                    pass(schema.getValueType(), in);
                } else {
                    pass(schema.getElementType(), in);
                }
            }
        }
    }
}
