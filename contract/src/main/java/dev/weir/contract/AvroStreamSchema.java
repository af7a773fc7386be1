package dev.weir.contract;

import java.nio.file.Path;
import org.apache.avro.Schema;

/** An Avro schema whose root is a record. */
public record AvroStreamSchema(Schema schema, FieldType.Struct fields) implements StreamSchema {

    /**
     * Reads the JSON of an Avro schema.
     *
     * @param file what the problems name; it isn't opened
     * @throws ContractException if the text isn't an Avro schema, or has a type that a table can't have; each problem
     *     with line and column
     */
    public static AvroStreamSchema parse(Path file, String text) throws ContractException {
        return AvroSchemaText.parse(file, text);
    }

    /**
     * A schema for a stream that is made from columns, as a derived stream is.
     *
     * <p>The record and its nested types are named after the stream in a namespace of Weir's own; nullable columns
     * default to null, so that adding one later is a compatible change. The same columns give the same schema.
     *
     * @throws IllegalArgumentException if a column's name isn't one that Avro allows: {@code [A-Za-z_][A-Za-z0-9_]*}
     */
    public static AvroStreamSchema of(String stream, FieldType.Struct fields) {
        return new AvroStreamSchema(AvroSchemaOfFields.schema(stream, fields), fields);
    }

    @Override
    public SchemaFormat format() {
        return SchemaFormat.AVRO;
    }

    @Override
    public String text() {
        return schema.toString();
    }
}
