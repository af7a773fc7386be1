package dev.weir.contract;

import com.google.protobuf.Descriptors.Descriptor;
import java.nio.file.Path;

/** A Protobuf schema (proto3); the event is the first message of the file. Equal if the texts are. */
public record ProtobufStreamSchema(String text, Descriptor message, FieldType.Struct fields) implements StreamSchema {

    /**
     * Reads the text of a {@code .proto} file. It may import {@code google/protobuf/timestamp.proto} and {@code
     * google/protobuf/wrappers.proto}, nothing else. Other options than a field's presence have no effect.
     *
     * @param file what the problems name; it isn't opened
     * @throws ContractException if the text isn't proto3, or has a type that a table can't have; each problem with line
     *     and column
     */
    public static ProtobufStreamSchema parse(Path file, String text) throws ContractException {
        return ProtobufSchemaText.parse(file, text);
    }

    @Override
    public SchemaFormat format() {
        return SchemaFormat.PROTOBUF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProtobufStreamSchema schema && schema.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
