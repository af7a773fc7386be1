package dev.weir.gateway.stream;

import dev.weir.contract.MqttMapping;
import dev.weir.contract.TopicTemplate;
import dev.weir.contract.TopicTemplate.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT topics that streams take in, level by level, so that finding a topic's stream doesn't depend on how many there
 * are. Immutable and safe to share between threads.
 */
public final class TopicTree {

    /**
     * A topic that a stream takes in.
     *
     * @param columns whose values the topic gives
     * @param texts of these values
     */
    public record Found(ServedStream stream, List<String> columns, List<String> texts) {}

    private record Leaf(ServedStream stream, TopicTemplate template) {}

    private static final class Node {
        private final Map<String, Node> plain = new HashMap<>();
        private @Nullable Node any;
        private @Nullable Leaf leaf;
    }

    private final Node root = new Node();

    private TopicTree() {}

    /** @param streams in an order that doesn't change: of several with the same topics, the first has them */
    static TopicTree of(Collection<ServedStream> streams) {
        TopicTree tree = new TopicTree();
        for (ServedStream stream : streams) {
            MqttMapping mapping = stream.contract().mqtt();
            if (mapping != null) {
                mapping.topics().forEach(topic -> tree.add(stream, topic));
            }
        }
        return tree;
    }

    private void add(ServedStream stream, TopicTemplate template) {
        Node node = root;
        for (Level level : template.levels()) {
            if (level instanceof Level.Plain plain) {
                node = node.plain.computeIfAbsent(plain.text(), text -> new Node());
            } else {
                if (node.any == null) {
                    node.any = new Node();
                }
                node = node.any;
            }
        }
        if (node.leaf == null) {
            node.leaf = new Leaf(stream, template);
        }
    }

    /** The stream of a topic; of several templates that fit, the one with the earlier plain level. Null if none fits. */
    public @Nullable Found find(String topic) {
        String[] levels = topic.split("/", -1);
        Leaf leaf = find(root, levels, 0);
        if (leaf == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            if (leaf.template.levels().get(i) instanceof Level.Column) {
                texts.add(levels[i]);
            }
        }
        return new Found(leaf.stream, leaf.template.columns(), texts);
    }

    /** No deeper than the templates are. */
    private static @Nullable Leaf find(Node node, String[] levels, int depth) {
        if (depth == levels.length) {
            return node.leaf;
        }
        Node plain = node.plain.get(levels[depth]);
        Leaf found = plain == null ? null : find(plain, levels, depth + 1);
        return found == null && node.any != null ? find(node.any, levels, depth + 1) : found;
    }
}
