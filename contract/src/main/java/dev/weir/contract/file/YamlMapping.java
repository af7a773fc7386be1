package dev.weir.contract.file;

import dev.weir.contract.DurationText;
import dev.weir.contract.NearestName;
import dev.weir.contract.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of a stream file: its values by option. A value of the wrong kind is a problem and reads as absent. */
final class YamlMapping {

    private final MappingNode node;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** @param parent the option whose value this is; null for the whole file */
    YamlMapping(MappingNode node, @Nullable StreamOption parent, Problems problems) {
        this.node = node;
        this.problems = problems;
        List<String> known = StreamOption.namesWithin(parent);
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                problems.add(
                        ProblemCode.UNKNOWN_KEY,
                        keyNode,
                        "Unknown key '" + key + "'" + (parent == null ? "" : " in '" + parent.key() + "'") + "."
                                + NearestName.of(key, known)
                                        .map(near -> " Did you mean '" + near + "'?")
                                        .orElseGet(() -> " Known are " + String.join(", ", known) + "."));
            } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
                problems.add(ProblemCode.UNKNOWN_KEY, keyNode, "Key '" + key + "' is there twice. Remove one.");
            }
        }
    }

    Node node() {
        return node;
    }

    boolean has(StreamOption option) {
        return values.containsKey(option.nameInMapping());
    }

    /** The place of an option's value, or of the whole mapping where it is absent. */
    Node nodeOf(StreamOption option) {
        return values.getOrDefault(option.nameInMapping(), node);
    }

    /** A problem if an option that has no default is absent. */
    void require(StreamOption option) {
        if (!has(option)) {
            problems.add(
                    ProblemCode.MISSING_KEY,
                    node,
                    "Key '" + option.key() + "' is missing. Add for instance '" + option.nameInMapping() + ": "
                            + option.example() + "'.");
        }
    }

    Optional<String> text(StreamOption option) {
        return scalar(option).map(ScalarNode::getValue);
    }

    Optional<ScalarNode> scalar(StreamOption option) {
        Node value = values.get(option.nameInMapping());
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar && isText(scalar)) {
            return Optional.of(scalar);
        }
        return wrong(option, value);
    }

    /** The scalars of a list, or the one scalar that stands for a list of one; empty if the option is absent. */
    List<ScalarNode> scalars(StreamOption option) {
        Node value = values.get(option.nameInMapping());
        if (!(value instanceof SequenceNode sequence)) {
            return scalar(option).map(List::of).orElse(List.of());
        }
        List<ScalarNode> scalars = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            if (element instanceof ScalarNode scalar && isText(scalar)) {
                scalars.add(scalar);
            } else {
                wrong(option, element);
            }
        }
        return scalars;
    }

    Optional<YamlMapping> mapping(StreamOption option) {
        Node value = values.get(option.nameInMapping());
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof MappingNode mapping) {
            return Optional.of(new YamlMapping(mapping, option, problems));
        }
        return wrong(option, value);
    }

    Optional<Duration> duration(StreamOption option) {
        return scalar(option).flatMap(scalar -> {
            Optional<Duration> duration = DurationText.parse(scalar.getValue());
            return duration.isPresent() ? duration : wrong(option, scalar);
        });
    }

    /** The constant that an option names, in any case. */
    <E extends Enum<E>> Optional<E> choice(StreamOption option, E[] values) {
        return scalar(option).flatMap(scalar -> {
            Optional<E> chosen = Arrays.stream(values)
                    .filter(value -> value.name().equalsIgnoreCase(scalar.getValue()))
                    .findFirst();
            return chosen.isPresent() ? chosen : wrong(option, scalar);
        });
    }

    /** Reports a value that isn't what the option takes. */
    <T> Optional<T> wrong(StreamOption option, Node value) {
        String found = value instanceof ScalarNode scalar
                ? isText(scalar) ? "'" + scalar.getValue() + "'" : "nothing"
                : value instanceof MappingNode ? "a mapping" : "a list";
        problems.add(
                ProblemCode.WRONG_VALUE,
                value,
                "'" + option.key() + "' expects " + option.type() + " (for instance " + option.example()
                        + ") but found " + found + ".");
        return Optional.empty();
    }

    private static boolean isText(ScalarNode scalar) {
        return !scalar.getTag().equals(Tag.NULL) && !scalar.getValue().isBlank();
    }
}
