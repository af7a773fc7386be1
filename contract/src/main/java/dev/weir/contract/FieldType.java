package dev.weir.contract;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The type of a field, whatever language its schema is written in. */
public sealed interface FieldType {

    /** A named field of a record. {@code doc} is its documentation in the schema, or null. */
    record Field(
            String name,
            FieldType type,
            boolean nullable,
            @Nullable String doc) {}

    /** Fields in the schema's order; their names are unique. */
    record Struct(List<Field> fields) implements FieldType {
        public Struct {
            fields = List.copyOf(fields);
        }

        public Optional<Field> find(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }
    }

    record ListOf(FieldType element, boolean elementNullable) implements FieldType {}

    /** A map with string keys, as Avro has it; Protobuf's other key types are refused. */
    record MapOf(FieldType value, boolean valueNullable) implements FieldType {}

    record Decimal(int precision, int scale) implements FieldType {}

    /** {@code size} bytes. */
    record Fixed(int size) implements FieldType {}

    /** One of {@code symbols}, in SQL a string. */
    record Enumeration(List<String> symbols) implements FieldType {
        public Enumeration {
            symbols = List.copyOf(symbols);
        }
    }

    /** An instant on the time line with {@code precision} decimal digits of a second: 3, 6 or 9. */
    record Timestamp(int precision) implements FieldType {}

    /** A wall-clock date and time without a zone, with {@code precision} decimal digits of a second: 3, 6 or 9. */
    record LocalTimestamp(int precision) implements FieldType {}

    /** A time of day with {@code precision} decimal digits of a second: 3 or 6. */
    record TimeOfDay(int precision) implements FieldType {}

    /** The types without parameters. */
    enum Scalar implements FieldType {
        BOOLEAN,
        INT32,
        INT64,
        FLOAT32,
        FLOAT64,
        STRING,
        BYTES,
        DATE,
        UUID
    }
}
