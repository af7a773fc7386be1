package dev.weir.contract;

import org.apache.avro.Schema;

/** An Avro schema whose root is a record. */
public record AvroStreamSchema(Schema schema, FieldType.Struct fields) implements StreamSchema {

    @Override
    public SchemaFormat format() {
        return SchemaFormat.AVRO;
    }

    @Override
    public String text() {
        return schema.toString();
    }
}
