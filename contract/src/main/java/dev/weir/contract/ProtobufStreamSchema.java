package dev.weir.contract;

import com.google.protobuf.Descriptors.Descriptor;

/** A Protobuf schema (proto3); the event is the first message of the file. */
public record ProtobufStreamSchema(String text, Descriptor message, FieldType.Struct fields) implements StreamSchema {

    @Override
    public SchemaFormat format() {
        return SchemaFormat.PROTOBUF;
    }
}
