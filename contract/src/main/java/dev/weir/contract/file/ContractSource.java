package dev.weir.contract.file;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.nio.file.Path;
import java.util.Objects;
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
        return new ContractSource(file, yaml, Objects.requireNonNull(contract));
    }

    /** A problem at an option's value; at the beginning of the file if the option isn't there. */
    public Problem problemAt(StreamOption option, ProblemCode code, String message) {
        Problems problems = new Problems(file);
        StreamFile.read(yaml, problems)
                .filter(mapping -> mapping.has(option))
                .ifPresentOrElse(
                        mapping -> problems.add(code, mapping.nodeOf(option), message),
                        () -> problems.add(code, 1, 1, message));
        return problems.sorted().get(0);
    }

    static StreamSchema schema(Path file, SchemaFormat format, String text) throws ContractException {
        return switch (format) {
            case AVRO -> AvroStreamSchema.parse(file, text);
            case PROTOBUF -> ProtobufStreamSchema.parse(file, text);
        };
    }
}
