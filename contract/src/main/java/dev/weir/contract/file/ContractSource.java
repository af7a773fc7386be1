package dev.weir.contract.file;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A contract and the stream file that it was read from.
 *
 * @param file what problems name
 * @param yaml the text of the stream file; it has no problems
 */
public record ContractSource(Path file, String yaml, StreamContract contract) {

    /**
     * Reads a stream file whose schema is at hand, as the contract log has it.
     *
     * @param file what problems name; it isn't opened, nor is the schema file that the text names
     * @throws ContractException if the stream file or the schema has problems, with all of them
     */
    public static ContractSource parse(Path file, String yaml, SchemaFormat format, String schemaText)
            throws ContractException {
        Problems problems = new Problems(file);
        Optional<YamlMapping> mapping = StreamFile.read(yaml, problems);
        problems.throwIfAny();
        StreamSchema schema = schema(file, format, schemaText);
        StreamContract contract = ContractParser.parse(mapping.orElseThrow(), schema, problems);
        problems.throwIfAny();
        return new ContractSource(file, yaml, java.util.Objects.requireNonNull(contract));
    }

    static StreamSchema schema(Path file, SchemaFormat format, String text) throws ContractException {
        return switch (format) {
            case AVRO -> AvroStreamSchema.parse(file, text);
            case PROTOBUF -> ProtobufStreamSchema.parse(file, text);
        };
    }
}
