package dev.weir.codec.avro;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/** The fewest bytes that a value of a schema takes, by which a count of elements is checked before it is believed. */
final class MinimalSize {

    private MinimalSize() {}

    static int of(Schema schema) {
        return of(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static int of(Schema schema, Set<Schema> open) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FIXED -> schema.getFixedSize();
            case BOOLEAN, INT, LONG, STRING, BYTES, ENUM, UNION, ARRAY, MAP -> 1;
            case RECORD -> {
                if (!open.add(schema)) {
                    yield 0;
                }
                int sum = 0;
                for (Schema.Field field : schema.getFields()) {
                    sum = Math.addExact(sum, of(field.schema(), open));
                }
                open.remove(schema);
                yield sum;
            }
        };
    }
}
