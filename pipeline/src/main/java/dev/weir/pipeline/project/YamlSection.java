package dev.weir.pipeline.project;

import dev.weir.contract.DurationText;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of a YAML file, read key by key; what is wrong goes to the list of problems with its place. */
final class YamlSection {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Path file;
    private final MappingNode node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Map<String, String> variables;
    private final List<Problem> problems;
    private final TreeSet<String> known = new TreeSet<>();

    YamlSection(Path file, MappingNode node, Map<String, String> variables, List<Problem> problems) {
        this.file = file;
        this.node = node;
        this.variables = variables;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report(tuple.getKeyNode(), "A key must be a plain word.");
            } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
                report(key, "'" + key.getValue() + "' stands here twice: keep one of them.");
            }
        }
    }

    /** The text of a key with {@code ${VARIABLE}} replaced; null if it is absent or wrong. */
    @Nullable
    String text(String key) {
        return scalar(key).map(this::resolve).orElse(null);
    }

    /** The text of a key as it was written; null if it is absent or wrong. */
    @Nullable
    String rawText(String key) {
        return scalar(key).map(ScalarNode::getValue).orElse(null);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Where this mapping begins. */
    SourceConfig.Place place() {
        return new SourceConfig.Place(file, line(node), column(node));
    }

    @Nullable
    String required(String key) {
        if (!entries.containsKey(key)) {
            known.add(key);
            report(node, "'" + key + "' is missing.");
            return null;
        }
        return text(key);
    }

    int integer(String key, int byDefault, int min, int max) {
        Optional<ScalarNode> scalar = scalar(key);
        String text = scalar.map(this::resolve).orElse(null);
        if (text == null) {
            return byDefault;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        report(
                scalar.get(),
                "'" + key + "' expects a whole number from " + min + " to " + max + " but found '" + text + "'.");
        return byDefault;
    }

    Duration duration(String key, Duration byDefault, Duration min) {
        Optional<ScalarNode> scalar = scalar(key);
        String text = scalar.map(this::resolve).orElse(null);
        if (text == null) {
            return byDefault;
        }
        Duration duration = DurationText.parse(text).orElse(null);
        if (duration == null || duration.compareTo(min) < 0) {
            report(
                    scalar.get(),
                    "'" + key + "' expects a time of at least " + min.toMillis()
                            + "ms, such as 500ms, 1s or 5m, but found '" + text + "'.");
            return byDefault;
        }
        return duration;
    }

    Optional<YamlSection> section(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            return Optional.empty();
        }
        if (tuple.getValueNode() instanceof MappingNode mapping) {
            return Optional.of(new YamlSection(file, mapping, variables, problems));
        }
        report(tuple.getValueNode(), "'" + key + "' expects keys of its own below it.");
        return Optional.empty();
    }

    /** Every key of this mapping with the section below it, for mappings whose keys are names. */
    Map<String, YamlSection> sections() {
        Map<String, YamlSection> sections = new LinkedHashMap<>();
        entries.keySet().forEach(key -> section(key).ifPresent(section -> sections.put(key, section)));
        return sections;
    }

    /** All values of this mapping, whatever their keys are. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : entries.keySet()) {
            String text = text(key);
            if (text != null) {
                texts.put(key, text);
            }
        }
        return texts;
    }

    /** Like {@link #texts}, as they were written. */
    Map<String, String> rawTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : entries.keySet()) {
            String text = rawText(key);
            if (text != null) {
                texts.put(key, text);
            }
        }
        return texts;
    }

    /** What a key's value means, with its place; that of this mapping if the key is absent. */
    <T> At<T> at(String key, T value) {
        return at(nodeOf(key), value);
    }

    private <T> At<T> at(Node at, T value) {
        return new At<>(value, file, line(at), column(at));
    }

    /** Names that are paired: {@code [a, b]} with themselves, {@code {a: c}} with others; one alone needs no brackets. */
    List<List<At<String>>> pairs(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            return List.of();
        }
        List<List<At<String>>> pairs = new ArrayList<>();
        if (tuple.getValueNode() instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> pair(entry.getKeyNode(), entry.getValueNode(), pairs));
        } else if (tuple.getValueNode() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> pair(each, each, pairs));
        } else {
            pair(tuple.getValueNode(), tuple.getValueNode(), pairs);
        }
        return pairs;
    }

    private void pair(Node left, Node right, List<List<At<String>>> pairs) {
        if (left instanceof ScalarNode one
                && right instanceof ScalarNode other
                && !one.getValue().isBlank()
                && !other.getValue().isBlank()) {
            pairs.add(List.of(at(one, one.getValue()), at(other, other.getValue())));
        } else {
            report(left, "Expected a column, or two as 'a: b'.");
        }
    }

    /** One of the values of the default's type, in small letters. */
    <E extends Enum<E>> E choice(String key, E byDefault) {
        Optional<ScalarNode> scalar = scalar(key);
        String text = scalar.map(this::resolve).orElse(null);
        if (text == null) {
            return byDefault;
        }
        List<String> names = new ArrayList<>();
        for (E each : byDefault.getDeclaringClass().getEnumConstants()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            if (text.equals(name)) {
                return each;
            }
            names.add(name);
        }
        report(scalar.get(), "'" + key + "' expects " + String.join(" or ", names) + " but found '" + text + "'.");
        return byDefault;
    }

    boolean flag(String key, boolean byDefault) {
        Optional<ScalarNode> scalar = scalar(key);
        String text = scalar.map(this::resolve).orElse(null);
        if (text == null) {
            return byDefault;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        report(scalar.get(), "'" + key + "' expects true or false but found '" + text + "'.");
        return byDefault;
    }

    /** Null if it is absent or wrong, which is reported. */
    @Nullable
    YamlSection requiredSection(String key) {
        if (!entries.containsKey(key)) {
            known.add(key);
            report(node, "'" + key + "' is missing.");
        }
        return section(key).orElse(null);
    }

    /** Reports the keys that nobody asked for; call it last. */
    void refuseOtherKeys() {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                report(
                        tuple.getKeyNode(),
                        "Unknown key '" + key + "'." + NearestName.hint(key, known) + " Known are "
                                + String.join(", ", known) + ".");
            }
        });
    }

    void report(String key, String message) {
        report(nodeOf(key), message);
    }

    /** Reports that a file isn't there, relative to this one, which decides nothing about what runs. */
    void reportIfAbsent(String key, String name) {
        if (!name.isEmpty() && !Files.isRegularFile(file.resolveSibling(name))) {
            Node at = nodeOf(key);
            problems.add(new Problem(
                    file,
                    line(at),
                    column(at),
                    PipelineProject.ABSENT_FILE,
                    "There is no file '" + name + "' in the project."));
        }
    }

    private Node nodeOf(String key) {
        NodeTuple tuple = entries.get(key);
        return tuple == null ? node : tuple.getValueNode();
    }

    private Optional<ScalarNode> scalar(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            return Optional.empty();
        }
        if (tuple.getValueNode() instanceof ScalarNode scalar
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar);
        }
        report(tuple.getValueNode(), "'" + key + "' expects one value.");
        return Optional.empty();
    }

    private @Nullable String resolve(ScalarNode scalar) {
        Matcher matcher = VARIABLE.matcher(scalar.getValue());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = variables.get(matcher.group(1));
            if (value == null) {
                report(scalar, "The environment variable '" + matcher.group(1) + "' is not set: export it first.");
                return null;
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    private void report(Node at, String message) {
        problems.add(new Problem(file, line(at), column(at), "PROJECT-002", message));
    }

    private static int line(Node at) {
        return at.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static int column(Node at) {
        return at.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }
}
