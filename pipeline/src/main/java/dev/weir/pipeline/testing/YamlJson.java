package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.DurationText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML values as JSON, as the door takes it.
 *
 * @param clock what plain values such as {@code +30s} and {@code -5m} count from; null if they are mere text
 */
record YamlJson(@Nullable Instant clock) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    JsonNode value(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar
                        ? scalar.getValue()
                        : tuple.getKeyNode().toString();
                object.set(key, value(tuple.getValueNode()));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(element -> array.add(value(element)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT)) {
            return JSON.numberNode(new BigInteger(text));
        }
        if (tag.equals(Tag.FLOAT) && !text.contains(".inf") && !text.contains(".nan")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(
                node.isPlain() ? offset(text).map(Instant::toString).orElse(text) : text);
    }

    /** The instant that {@code +30s} means; empty for all other text, or without clock. */
    Optional<Instant> offset(String text) {
        if (clock == null || text.length() < 3 || (text.charAt(0) != '+' && text.charAt(0) != '-')) {
            return Optional.empty();
        }
        Instant from = clock;
        return DurationText.parse(text.substring(1))
                .map(duration -> text.charAt(0) == '+' ? duration : Duration.ZERO.minus(duration))
                .map(from::plus);
    }
}
