package dev.weir.contract.file;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of stream files ({@code *.yaml}), each beside its schema. */
public final class ContractFolder {

    /** Bytes of a file; a character has at most four. */
    private static final long MAX_BYTES = 4L * StreamFile.MAX_LENGTH;

    private final List<Problem> problems = new ArrayList<>();
    private final List<ContractSource> sources = new ArrayList<>();
    private final Map<String, Path> names = new HashMap<>();

    private ContractFolder() {}

    /**
     * Reads all contracts of a folder, in the order of their file names.
     *
     * @param streams the folder; if there is none, there are no contracts
     * @throws ContractException with every problem of every file
     */
    public static List<ContractSource> load(Path streams) throws ContractException {
        if (!Files.exists(streams)) {
            return List.of();
        }
        ContractFolder folder = new ContractFolder();
        try (Stream<Path> files = Files.list(streams)) {
            files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .forEach(folder::read);
        } catch (IOException e) {
            folder.problems.add(ProblemCode.FILE_UNREADABLE.at(
                    streams, 1, 1, "The folder can't be listed: " + e.getMessage() + "."));
        }
        if (!folder.problems.isEmpty()) {
            throw new ContractException(folder.problems);
        }
        return List.copyOf(folder.sources);
    }

    private void read(Path file) {
        Problems found = new Problems(file);
        String yaml = text(file, found);
        if (yaml != null) {
            StreamFile.read(yaml, found).ifPresent(mapping -> {
                StreamSchema schema = mapping.text(StreamOption.SCHEMA)
                        .flatMap(name -> schema(mapping, file, name, found))
                        .orElse(null);
                StreamContract contract = ContractParser.parse(mapping, schema, found);
                checkNameIsFree(mapping, file, found);
                if (contract != null) {
                    sources.add(new ContractSource(file, yaml, contract));
                }
            });
        }
        problems.addAll(found.sorted());
    }

    private void checkNameIsFree(YamlMapping mapping, Path file, Problems found) {
        mapping.scalar(StreamOption.STREAM).ifPresent(name -> {
            Path other = names.putIfAbsent(name.getValue(), file);
            if (other != null) {
                found.add(
                        ProblemCode.STREAM_NAME,
                        name,
                        "Stream '" + name.getValue() + "' is also declared in " + other.getFileName()
                                + ". Rename one.");
            }
        });
    }

    private static Optional<StreamSchema> schema(YamlMapping mapping, Path file, String name, Problems found) {
        SchemaFormat format =
                name.endsWith(".avsc") ? SchemaFormat.AVRO : name.endsWith(".proto") ? SchemaFormat.PROTOBUF : null;
        Path schemaFile = file.resolveSibling(name);
        String trouble = null;
        if (format == null) {
            trouble = "is neither .avsc (Avro) nor .proto (Protobuf)";
        } else if (name.contains("/") || name.contains("\\")) {
            trouble = "isn't beside the stream file. Name a file of the same folder";
        } else if (!Files.isRegularFile(schemaFile)) {
            trouble = "doesn't exist beside the stream file";
        }
        if (format == null || trouble != null) {
            found.add(
                    ProblemCode.SCHEMA_FILE,
                    mapping.nodeOf(StreamOption.SCHEMA),
                    "Schema file '" + name + "' " + trouble + ".");
            return Optional.empty();
        }
        Problems ofSchema = new Problems(schemaFile);
        String text = text(schemaFile, ofSchema);
        found.addAll(ofSchema.sorted());
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContractSource.schema(schemaFile, format, text));
        } catch (ContractException e) {
            found.addAll(e.problems());
            return Optional.empty();
        }
    }

    private static @Nullable String text(Path file, Problems found) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                found.add(ProblemCode.FILE_UNREADABLE, 1, 1, "The file has more than " + MAX_BYTES + " bytes.");
                return null;
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            found.add(ProblemCode.FILE_UNREADABLE, 1, 1, "The file isn't UTF-8.");
        } catch (IOException e) {
            found.add(ProblemCode.FILE_UNREADABLE, 1, 1, "The file can't be read: " + e.getMessage() + ".");
        }
        return null;
    }
}
