package dev.weir.pipeline.testing;

import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of a test file; what is wrong goes to the list of problems with its place. */
final class YamlKeys {

    private final Path file;
    private final Node node;
    private final List<Problem> problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    /** @param what names the mapping in messages */
    YamlKeys(Path file, Node node, String what, List<Problem> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            report(node, what + " expects keys and values.");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report(tuple.getKeyNode(), "A key must be a plain word.");
            } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
                report(key, "'" + key.getValue() + "' stands here twice: keep one of them.");
            }
        }
    }

    /** Reports all keys but these. */
    YamlKeys only(String what, List<String> known) {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                report(
                        tuple.getKeyNode(),
                        "Unknown key '" + key + "' in " + what + "." + NearestName.hint(key, known) + " Known are "
                                + String.join(", ", known) + ".");
            }
        });
        return this;
    }

    Map<String, Node> values() {
        Map<String, Node> values = new LinkedHashMap<>();
        entries.forEach((key, tuple) -> values.put(key, tuple.getValueNode()));
        return values;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
    }

    /** The elements of a list; empty if it is absent, null or, which is reported, no list. */
    List<Node> list(String key) {
        Node value = value(key).orElse(null);
        if (value == null || isNull(value)) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        report(value, "'" + key + "' expects a list: lines that begin with '- '.");
        return List.of();
    }

    /** Text as it stands there; null if it is absent or, which is reported, no single value. */
    @Nullable
    String text(String key) {
        Node value = value(key).orElse(null);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && !isNull(value)) {
            return scalar.getValue();
        }
        report(value, "'" + key + "' expects one value.");
        return null;
    }

    @Nullable
    Integer integer(String key, int min) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= min) {
            return Integer.valueOf(text);
        }
        report(value(key).orElse(node), "'" + key + "' expects a whole number from " + min + " but is '" + text + "'.");
        return null;
    }

    Place placeOf(String key) {
        NodeTuple tuple = entries.get(key);
        return place(file, tuple == null ? node : tuple.getKeyNode());
    }

    Place place() {
        return place(file, node);
    }

    void report(Node at, String message) {
        problems.add(place(file, at).problem("TEST-001", message));
    }

    void report(String key, String message) {
        report(value(key).orElse(node), message);
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("null")
                        || scalar.getValue().equals("~"))
                && scalar.isPlain();
    }

    static Place place(Path file, Node node) {
        Optional<Mark> mark = node.getStartMark();
        return new Place(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }
}
