package dev.weir.contract.file;

import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.rule.RuleProblem;
import dev.weir.contract.rule.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Makes a contract of one stream file's mapping and its schema, and checks each against the other. */
final class ContractParser {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,199}");
    private static final Duration DEFAULT_DISORDER = Duration.ofSeconds(10);
    private static final Duration DEFAULT_AHEAD = Duration.ofMinutes(5);
    private static final Duration DEFAULT_SEQUENCE_WITHIN = Duration.ofHours(24);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final int DEFAULT_PARTITIONS = 4;
    private static final int MAX_PARTITIONS = 10_000;

    private final YamlMapping yaml;
    private final Problems problems;
    private final Columns columns;

    /** @param schema null if it has problems of its own; then columns and rules stay unchecked */
    private ContractParser(YamlMapping yaml, @Nullable StreamSchema schema, Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
        this.columns = new Columns(schema, problems);
    }

    /** The contract; null if there are problems, of which some may have been there before. */
    static @Nullable StreamContract parse(YamlMapping yaml, @Nullable StreamSchema schema, Problems problems) {
        yaml.require(StreamOption.SCHEMA);
        return new ContractParser(yaml, schema, problems).contract(schema);
    }

    private @Nullable StreamContract contract(@Nullable StreamSchema schema) {
        String name = name();
        Mode mode = yaml.choice(StreamOption.MODE, Mode.values()).orElse(Mode.APPEND);
        List<String> key = columns.names(yaml, StreamOption.KEY, KeyFormat::supports);
        if (mode != Mode.APPEND && !yaml.has(StreamOption.KEY)) {
            problems.add(
                    ProblemCode.MODE,
                    yaml.nodeOf(StreamOption.MODE),
                    "A stream of mode '" + lower(mode) + "' needs a key: its records are the newest state of one. Add"
                            + " 'key: <column>'.");
        }
        EventTime time = yaml.mapping(StreamOption.TIME).map(this::time).orElse(null);
        Identity identity = yaml.mapping(StreamOption.IDENTITY)
                .map(mapping -> identity(mapping, mode, key))
                .orElse(null);
        int partitions = partitions();
        Duration retention = retention(mode);
        Compatibility compatibility = yaml.choice(StreamOption.COMPATIBILITY, Compatibility.values())
                .orElse(Compatibility.BACKWARD_TRANSITIVE);
        List<String> personal = columns.names(yaml, StreamOption.PERSONAL, type -> true);
        List<String> rules = rules(schema);
        MqttMapping mqtt = yaml.mapping(StreamOption.MQTT)
                .map(mapping -> new MqttParser(mapping, schema, columns, problems).parse(mode, time, identity))
                .orElse(null);
        if (schema == null || !problems.isEmpty()) {
            return null;
        }
        return new StreamContract(
                name, mode, schema, key, time, identity, partitions, retention, compatibility, personal, rules, mqtt);
    }

    private String name() {
        yaml.require(StreamOption.STREAM);
        String name = yaml.text(StreamOption.STREAM).orElse("");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problems.add(
                    ProblemCode.STREAM_NAME,
                    yaml.nodeOf(StreamOption.STREAM),
                    "A stream's name has lower-case letters, digits, '-' and '_', begins with a letter and has at most"
                            + " 200 characters, but found '" + name + "'.");
        }
        return name;
    }

    private EventTime time(YamlMapping time) {
        time.require(StreamOption.TIME_FIELD);
        return new EventTime(
                columns.name(time, StreamOption.TIME_FIELD, ContractParser::isTime),
                time.duration(StreamOption.TIME_DISORDER).orElse(DEFAULT_DISORDER),
                time.duration(StreamOption.TIME_AHEAD).orElse(DEFAULT_AHEAD),
                time.duration(StreamOption.TIME_CORRECT).orElse(null));
    }

    private static boolean isTime(FieldType type) {
        return type instanceof FieldType.Timestamp || type instanceof FieldType.LocalTimestamp || type == Scalar.INT64;
    }

    private @Nullable Identity identity(YamlMapping identity, Mode mode, List<String> key) {
        if (mode != Mode.APPEND) {
            problems.add(
                    ProblemCode.MODE,
                    identity.node(),
                    "A stream of mode '" + lower(mode) + "' has no identity: its newest record of a key counts. Remove"
                            + " 'identity', or use mode 'append'.");
        }
        boolean bySequence =
                identity.has(StreamOption.IDENTITY_PRODUCER) || identity.has(StreamOption.IDENTITY_SEQUENCE);
        boolean byId = identity.has(StreamOption.IDENTITY_ID);
        if (bySequence == byId) {
            problems.add(
                    ProblemCode.WRONG_VALUE,
                    identity.node(),
                    "'identity' expects either 'producer' and 'sequence', or 'id' and 'within'.");
            return null;
        }
        StreamOption fieldsOption = bySequence ? StreamOption.IDENTITY_PRODUCER : StreamOption.IDENTITY_ID;
        identity.require(fieldsOption);
        List<String> fields = columns.names(identity, fieldsOption, KeyFormat::supports);
        if (mode == Mode.APPEND && identity.has(fieldsOption)) {
            checkKeyIsAFunctionOf(fields, fieldsOption, identity, key);
        }
        if (bySequence) {
            identity.require(StreamOption.IDENTITY_SEQUENCE);
            return new Identity.BySequence(
                    fields,
                    columns.name(
                            identity,
                            StreamOption.IDENTITY_SEQUENCE,
                            type -> type == Scalar.INT64 || type == Scalar.INT32),
                    identity.duration(StreamOption.IDENTITY_WITHIN).orElse(DEFAULT_SEQUENCE_WITHIN));
        }
        identity.require(StreamOption.IDENTITY_WITHIN);
        return new Identity.ById(
                fields, identity.duration(StreamOption.IDENTITY_WITHIN).orElse(Duration.ZERO));
    }

    private void checkKeyIsAFunctionOf(
            List<String> fields, StreamOption option, YamlMapping identity, List<String> key) {
        List<String> others =
                key.stream().filter(column -> !fields.contains(column)).toList();
        if (!yaml.has(StreamOption.KEY)) {
            problems.add(
                    ProblemCode.IDENTITY,
                    identity.node(),
                    "Repeats are found within a partition, so an identity needs a key that is part of it. Add 'key: "
                            + (fields.isEmpty() ? "<column>" : fields.get(0)) + "'.");
        } else if (!others.isEmpty()) {
            problems.add(
                    ProblemCode.IDENTITY,
                    identity.nodeOf(option),
                    "Key column '" + others.get(0) + "' is not in '" + option.key() + "', so repeats of one event could"
                            + " land in different partitions. Add it there, or take it out of the key.");
        }
    }

    private int partitions() {
        return yaml.scalar(StreamOption.PARTITIONS)
                .flatMap(scalar -> {
                    String text = scalar.getValue();
                    int partitions = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
                    return partitions >= 1 && partitions <= MAX_PARTITIONS
                            ? Optional.of(partitions)
                            : yaml.<Integer>wrong(StreamOption.PARTITIONS, scalar);
                })
                .orElse(DEFAULT_PARTITIONS);
    }

    private @Nullable Duration retention(Mode mode) {
        if (!yaml.has(StreamOption.RETENTION)) {
            return mode == Mode.APPEND ? DEFAULT_RETENTION : null;
        }
        if (yaml.nodeOf(StreamOption.RETENTION) instanceof ScalarNode scalar
                && scalar.getValue().equals("forever")) {
            return null;
        }
        return yaml.duration(StreamOption.RETENTION).orElse(null);
    }

    private List<String> rules(@Nullable StreamSchema schema) {
        List<ScalarNode> nodes = yaml.scalars(StreamOption.RULES);
        List<String> rules = nodes.stream().map(ScalarNode::getValue).toList();
        if (schema == null) {
            return rules;
        }
        for (RuleProblem problem : RuleSet.check(schema.fields(), rules)) {
            ScalarNode node = nodes.get(problem.rule());
            Mark mark = node.getStartMark().orElse(null);
            String message = "Rule '" + rules.get(problem.rule()).strip().replaceAll("\\s+", " ") + "': "
                    + problem.message() + ".";
            if (mark == null || !isOnOneLine(node)) {
                problems.add(ProblemCode.RULE, node, message);
            } else {
                int quote = node.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
                problems.add(
                        ProblemCode.RULE, mark.getLine() + 1, mark.getColumn() + quote + problem.column(), message);
            }
        }
        return rules;
    }

    private static boolean isOnOneLine(Node node) {
        return node.getStartMark().map(Mark::getLine).equals(node.getEndMark().map(Mark::getLine));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
