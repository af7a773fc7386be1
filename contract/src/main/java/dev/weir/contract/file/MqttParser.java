package dev.weir.contract.file;

import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.MqttMapping.Payload;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.TopicTemplate;
import dev.weir.contract.event.KeyFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a stream file says of MQTT, and checks it against the rest of the contract. */
final class MqttParser {

    private final YamlMapping yaml;
    private final @Nullable StreamSchema schema;
    private final Columns columns;
    private final Problems problems;

    MqttParser(YamlMapping yaml, @Nullable StreamSchema schema, Columns columns, Problems problems) {
        this.yaml = yaml;
        this.schema = schema;
        this.columns = columns;
        this.problems = problems;
    }

    /** Null if no topic can be read; there are problems then. */
    @Nullable
    MqttMapping parse(Mode mode, @Nullable EventTime time, @Nullable Identity identity) {
        if (mode != Mode.APPEND) {
            problem(
                    yaml.node(),
                    "Only streams of mode 'append' take in MQTT: what doesn't fit its contract becomes dead there, and others"
                            + " have no dead events. Remove 'mqtt', or use mode 'append'.");
        }
        List<TopicTemplate> topics = topics();
        List<String> samples = columns.names(yaml, StreamOption.MQTT_SAMPLES, type -> true);
        Payload payload =
                yaml.choice(StreamOption.MQTT_PAYLOAD, Payload.values()).orElse(Payload.JSON);
        checkPayload(payload, samples);
        if (!samples.isEmpty()) {
            checkSamples(samples, topics, time, identity);
        }
        int qos = qos();
        return topics.isEmpty() ? null : new MqttMapping(topics, payload, samples, qos);
    }

    private List<TopicTemplate> topics() {
        yaml.require(StreamOption.MQTT_TOPIC);
        List<TopicTemplate> topics = new ArrayList<>();
        Set<String> shapes = new HashSet<>();
        for (ScalarNode node : yaml.scalars(StreamOption.MQTT_TOPIC)) {
            try {
                TopicTemplate topic = TopicTemplate.parse(node.getValue());
                topic.columns()
                        .forEach(column -> columns.check(node, column, StreamOption.MQTT_TOPIC, KeyFormat::supports));
                if (!shapes.add(topic.shape())) {
                    problem(node, "Topic '" + topic + "' fits the same topics as one before it. Remove one.");
                }
                topics.add(topic);
            } catch (IllegalArgumentException e) {
                problems.add(
                        ProblemCode.WRONG_VALUE,
                        node,
                        "A topic " + e.getMessage() + "; found '" + node.getValue() + "'.");
            }
        }
        return topics;
    }

    private void checkPayload(Payload payload, List<String> samples) {
        if (payload == Payload.JSON) {
            return;
        }
        Node node = yaml.nodeOf(StreamOption.MQTT_PAYLOAD);
        if (payload != Payload.FRAMED
                && schema != null
                && !schema.format().name().equals(payload.name())) {
            problem(node, "The schema is " + schema.format() + ", so a payload is that, framed or JSON.");
        }
        if (!samples.isEmpty()) {
            problem(node, "Bursts are JSON. Remove 'payload', or 'samples'.");
        }
    }

    private void checkSamples(
            List<String> samples, List<TopicTemplate> topics, @Nullable EventTime time, @Nullable Identity identity) {
        Node node = yaml.nodeOf(StreamOption.MQTT_SAMPLES);
        if (time == null) {
            problem(node, "Each sample of a burst has a time of its own. Add 'time'.");
        } else if (samples.contains(time.field())) {
            problem(
                    node,
                    "The time of a sample follows from 'period_ms', so '" + time.field() + "' is none of 'samples'.");
        }
        for (TopicTemplate topic : topics) {
            topic.columns().stream()
                    .filter(samples::contains)
                    .forEach(column ->
                            problem(node, "Topic '" + topic + "' gives '" + column + "', so a sample can't."));
        }
        for (String member : List.of(MqttMapping.SAMPLES, MqttMapping.PERIOD)) {
            if (columns.has(member)) {
                problem(node, "'" + member + "' is a member of bursts, so the schema can't have such a column.");
            }
        }
        if (identity instanceof Identity.BySequence bySequence && samples.contains(bySequence.sequence())) {
            problem(
                    node,
                    "The samples of a burst are numbered upwards, so '" + bySequence.sequence()
                            + "' is none of 'samples'.");
        }
        if (identity instanceof Identity.ById
                && identity.fields().stream()
                        .noneMatch(field -> samples.contains(field)
                                || Optional.ofNullable(time)
                                        .filter(declared -> declared.field().equals(field))
                                        .isPresent())) {
            problem(
                    node,
                    "All samples of a burst would be the same event: add a column of 'identity.id' to 'samples', or"
                            + " the time to 'identity.id'.");
        }
    }

    private int qos() {
        return yaml.scalar(StreamOption.MQTT_QOS)
                .flatMap(node -> node.getValue().matches("[01]")
                        ? Optional.of(Integer.parseInt(node.getValue()))
                        : yaml.<Integer>wrong(StreamOption.MQTT_QOS, node))
                .orElse(0);
    }

    private void problem(Node node, String message) {
        problems.add(ProblemCode.MQTT, node, message);
    }
}
