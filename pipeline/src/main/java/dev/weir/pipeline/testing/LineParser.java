package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.contract.EventTime;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the lines of {@code arrive}.
 *
 * @param stream where events come in that name no stream; null if each must
 * @param defaults columns of events that leave them out, by stream; {@code {n}} in their text is the event's number
 */
record LineParser(
        Path file,
        StreamNames streams,
        @Nullable String stream,
        Map<String, ObjectNode> defaults,
        YamlJson json,
        List<Problem> problems) {

    private static final List<String> KINDS =
            List.of("event", "unchecked", "bytes", "delete", "again", "watermark", "idle", "checkpoint", "crash");
    private static final List<String> KEYS = List.of(
            "event",
            "unchecked",
            "bytes",
            "delete",
            "again",
            "watermark",
            "idle",
            "checkpoint",
            "crash",
            "stream",
            "partition",
            "repeat",
            "as",
            "key",
            "appended",
            "refused");

    List<Line> parse(List<Node> nodes) {
        List<Line> lines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int events = 0;
        for (Node node : nodes) {
            YamlKeys keys = new YamlKeys(file, node, "A line of 'arrive'", problems).only("a line of 'arrive'", KEYS);
            List<String> kinds = KINDS.stream().filter(keys::has).toList();
            if (kinds.size() != 1) {
                keys.report(node, "A line of 'arrive' has exactly one of " + String.join(", ", KINDS) + ".");
                continue;
            }
            String kind = kinds.get(0);
            if (kind.equals("event") || kind.equals("unchecked")) {
                events++;
            }
            Line line = line(kind, keys, events);
            if (line != null) {
                checkName(line, keys, names);
                lines.add(line);
            }
        }
        return lines;
    }

    private void checkName(Line line, YamlKeys keys, Set<String> names) {
        if (line instanceof Line.Arrival arrival) {
            if (arrival.content() instanceof Line.Content.Again again && !names.contains(again.name())) {
                keys.report(
                        "again", "No line above is called '" + again.name() + "': give it 'as: " + again.name() + "'.");
            }
            if (arrival.name() != null && !names.add(arrival.name())) {
                keys.report("as", "Another line is called '" + arrival.name() + "' already.");
            }
        }
    }

    private @Nullable Line line(String kind, YamlKeys keys, int number) {
        if (kind.equals("checkpoint")) {
            return new Line.Checkpoint(keys.place());
        }
        if (kind.equals("crash")) {
            return new Line.Crash(keys.place());
        }
        if (kind.equals("again")) {
            return arrival(keys, "", new Line.Content.Again(String.valueOf(keys.text("again"))));
        }
        String named = keys.text("stream");
        if (kind.equals("idle")
                && named == null
                && keys.value("idle").filter(YamlKeys::isNull).isEmpty()) {
            named = keys.text("idle");
        }
        String to = named == null ? stream : named;
        if (to == null || !streams.inputs().contains(to)) {
            keys.report(
                    "stream",
                    to == null
                            ? "Say which 'stream' this is about; the pipeline reads "
                                    + String.join(", ", streams.inputs()) + "."
                            : streams.unknownInput(to));
            return null;
        }
        return switch (kind) {
            case "watermark" -> {
                Instant time = TestFileParser.instant(keys, "watermark", json);
                yield time == null ? null : new Line.Time(keys.place(), to, time.toEpochMilli());
            }
            case "idle" -> new Line.Idle(keys.place(), to);
            case "bytes" -> arrival(keys, to, new Line.Content.Bytes(key(keys), bytes(keys)));
            case "delete" -> arrival(keys, to, new Line.Content.Deletion(columns(keys, kind, to)));
            default ->
                arrival(
                        keys,
                        to,
                        new Line.Content.Event(event(columns(keys, kind, to), to, number), kind.equals("event")));
        };
    }

    private Line arrival(YamlKeys keys, String to, Line.Content content) {
        Integer times = keys.integer("repeat", 1);
        Instant appended = TestFileParser.instant(keys, "appended", json);
        return new Line.Arrival(
                keys.place(),
                to,
                content,
                keys.integer("partition", 0),
                times == null ? 1 : times,
                keys.text("as"),
                appended == null ? null : appended.toEpochMilli(),
                keys.text("refused"));
    }

    private ObjectNode columns(YamlKeys keys, String kind, String to) {
        Node node = keys.value(kind).orElseThrow();
        streams.checkColumns(file, to, node, problems);
        return json.value(node) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode event(ObjectNode said, String to, int number) {
        ObjectNode event = said.objectNode();
        ObjectNode byDefault = defaults.get(to);
        if (byDefault != null) {
            byDefault.properties().forEach(entry -> event.set(entry.getKey(), numbered(entry.getValue(), number)));
        }
        Instant clock = json.clock();
        EventTime time = streams.contracts().apply(to).map(StreamContract::time).orElse(null);
        if (clock != null && time != null && !event.has(time.field())) {
            event.put(time.field(), clock.plusSeconds(number - 1L).toString());
        }
        event.setAll(said);
        return event;
    }

    private static JsonNode numbered(JsonNode value, int number) {
        return value.isTextual() ? TextNode.valueOf(value.textValue().replace("{n}", Integer.toString(number))) : value;
    }

    private static byte @Nullable [] key(YamlKeys keys) {
        String key = keys.text("key");
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(YamlKeys keys) {
        String text = keys.value("bytes").orElseThrow() instanceof ScalarNode scalar ? scalar.getValue() : "";
        try {
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            keys.report("bytes", "'bytes' expects the record's value in hexadecimal, such as \"00 00 00 00 01 0a\".");
            return new byte[0];
        }
    }
}
