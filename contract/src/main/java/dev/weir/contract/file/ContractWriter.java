package dev.weir.contract.file;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.DurationText;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.SchemaFormatter;
import org.jspecify.annotations.Nullable;

/** Writes contracts as a person would: the same contract gives the same text, and reading it gives the same contract. */
public final class ContractWriter {

    private ContractWriter() {}

    /**
     * The stream file of a contract that has none yet. Nothing is written.
     *
     * @param streams the folder that it would be in
     * @param derivedFrom what makes the stream, for instance {@code pipeline.sql}, for a comment at its beginning; null
     *     for no comment
     */
    public static ContractSource source(Path streams, StreamContract contract, @Nullable String derivedFrom) {
        return new ContractSource(streams.resolve(contract.name() + ".yaml"), yaml(contract, derivedFrom), contract);
    }

    /**
     * Writes the stream file and its schema beside it. Each file is replaced as a whole, or left alone if it has this
     * text already.
     *
     * @return whether anything was written
     */
    public static boolean write(ContractSource source) throws IOException {
        StreamContract contract = source.contract();
        Files.createDirectories(source.file().toAbsolutePath().getParent());
        String schema = contract.schema() instanceof AvroStreamSchema avro
                ? SchemaFormatter.format("json/pretty", avro.schema()) + "\n"
                : contract.schema().text();
        boolean schemaWritten = replace(source.file().resolveSibling(schemaFile(contract)), schema);
        return replace(source.file(), source.yaml()) || schemaWritten;
    }

    private static boolean replace(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return false;
        }
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
        try {
            Files.writeString(written, text);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        return true;
    }

    private static String schemaFile(StreamContract contract) {
        return contract.name() + (contract.schema().format() == SchemaFormat.AVRO ? ".avsc" : ".proto");
    }

    private static String yaml(StreamContract contract, @Nullable String derivedFrom) {
        StringBuilder yaml = new StringBuilder();
        if (derivedFrom != null) {
            yaml.append("# Derived: Weir writes this file from ")
                    .append(derivedFrom)
                    .append(". Change it there.\n");
        }
        line(yaml, StreamOption.STREAM, contract.name());
        line(yaml, StreamOption.SCHEMA, schemaFile(contract));
        line(yaml, StreamOption.MODE, lower(contract.mode()));
        if (!contract.key().isEmpty()) {
            line(yaml, StreamOption.KEY, columns(contract.key()));
        }
        if (contract.time() != null) {
            line(yaml, StreamOption.TIME, time(contract.time()));
        }
        if (contract.identity() != null) {
            line(yaml, StreamOption.IDENTITY, identity(contract.identity()));
        }
        line(yaml, StreamOption.PARTITIONS, Integer.toString(contract.partitions()));
        line(
                yaml,
                StreamOption.RETENTION,
                contract.retention() == null ? "forever" : DurationText.format(contract.retention()));
        if (contract.compatibility() != Compatibility.BACKWARD_TRANSITIVE) {
            line(yaml, StreamOption.COMPATIBILITY, lower(contract.compatibility()));
        }
        if (!contract.personal().isEmpty()) {
            line(yaml, StreamOption.PERSONAL, columns(contract.personal()));
        }
        if (!contract.rules().isEmpty()) {
            yaml.append(StreamOption.RULES.key()).append(":\n");
            contract.rules()
                    .forEach(rule -> yaml.append("  - ").append(quoted(rule)).append('\n'));
        }
        if (contract.mqtt() != null) {
            mqtt(yaml, contract.mqtt());
        }
        return yaml.toString();
    }

    private static void mqtt(StringBuilder yaml, MqttMapping mqtt) {
        yaml.append(StreamOption.MQTT.key()).append(":\n");
        nested(
                yaml,
                StreamOption.MQTT_TOPIC,
                mqtt.topics().stream().map(topic -> quoted(topic.text())).collect(Collectors.joining(", ", "[", "]")));
        nested(yaml, StreamOption.MQTT_PAYLOAD, lower(mqtt.payload()));
        if (!mqtt.samples().isEmpty()) {
            nested(yaml, StreamOption.MQTT_SAMPLES, columns(mqtt.samples()));
        }
        nested(yaml, StreamOption.MQTT_QOS, Integer.toString(mqtt.leastQos()));
    }

    private static void nested(StringBuilder yaml, StreamOption option, String value) {
        yaml.append("  ")
                .append(option.nameInMapping())
                .append(": ")
                .append(value)
                .append('\n');
    }

    private static String time(EventTime time) {
        String correct = time.correct() == null ? "" : ", correct: " + DurationText.format(time.correct());
        return "{ field: " + column(time.field()) + ", disorder: " + DurationText.format(time.disorder()) + ", ahead: "
                + DurationText.format(time.ahead()) + correct + " }";
    }

    private static String identity(Identity identity) {
        String fields = identity instanceof Identity.BySequence bySequence
                ? "producer: " + columns(bySequence.producer()) + ", sequence: " + column(bySequence.sequence())
                : "id: " + columns(identity.fields());
        return "{ " + fields + ", within: " + DurationText.format(identity.within()) + " }";
    }

    private static void line(StringBuilder yaml, StreamOption option, String value) {
        yaml.append(option.key()).append(": ").append(value).append('\n');
    }

    private static String columns(List<String> columns) {
        return columns.size() == 1
                ? column(columns.get(0))
                : columns.stream().map(ContractWriter::column).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String column(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.equalsIgnoreCase("null") ? name : quoted(name);
    }

    /** JSON's strings are YAML's, too. */
    private static String quoted(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
