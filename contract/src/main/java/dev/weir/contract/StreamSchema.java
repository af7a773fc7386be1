package dev.weir.contract;

/** A stream's schema in its own language, and as neutral fields. Immutable and safe to share between threads. */
public sealed interface StreamSchema permits AvroStreamSchema, ProtobufStreamSchema {

    SchemaFormat format();

    /** The schema as it is registered: Avro JSON or the text of a {@code .proto} file. */
    String text();

    /** The columns, in the schema's order. */
    FieldType.Struct fields();
}
