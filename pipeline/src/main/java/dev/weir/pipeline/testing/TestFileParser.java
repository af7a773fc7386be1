package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.DurationText;
import dev.weir.contract.Problem;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a test file. */
final class TestFileParser {

    private static final List<String> FILE_KEYS = List.of("stream", "clock", "defaults", "tests");
    private static final List<String> TEST_KEYS = List.of("arrive", "shuffle", "expect", "changes", "fates", "close");
    static final List<String> FATES = List.of("read", "on_time", "late", "duplicate", "dead");

    private final Path file;
    private final StreamNames streams;
    private final List<Problem> problems;

    /** @param problems gets what is wrong */
    TestFileParser(Path file, StreamNames streams, List<Problem> problems) {
        this.file = file;
        this.streams = streams;
        this.problems = problems;
    }

    /** The tests in the file's order; meaningless if problems were found. */
    List<PipelineTest> parse(String text) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(new Problem(
                    file,
                    mark.map(Mark::getLine).orElse(0) + 1,
                    mark.map(Mark::getColumn).orElse(0) + 1,
                    "TEST-001",
                    "This is not YAML: " + e.getProblem() + "."));
            return List.of();
        }
        if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
            problems.add(new Problem(file, 1, 1, "TEST-001", "A test file has at least 'tests: …'."));
            return List.of();
        }
        YamlKeys keys = new YamlKeys(file, root.get(), "A test file", problems).only("a test file", FILE_KEYS);
        YamlJson json = new YamlJson(instant(keys, "clock", new YamlJson(null)));
        LineParser lines = new LineParser(file, streams, stream(keys), defaults(keys, json), json, problems);
        List<PipelineTest> tests = new ArrayList<>();
        if (!keys.has("tests")) {
            problems.add(keys.place().problem("TEST-001", "'tests' is missing."));
        }
        keys.value("tests")
                .ifPresent(all -> new YamlKeys(file, all, "'tests'", problems)
                        .values()
                        .forEach((name, test) -> tests.add(test(name, test, lines, json))));
        return tests;
    }

    private @Nullable String stream(YamlKeys keys) {
        String stream = keys.text("stream");
        if (stream != null && !streams.inputs().contains(stream)) {
            keys.report("stream", streams.unknownInput(stream));
        }
        return stream != null
                ? stream
                : streams.inputs().size() == 1 ? streams.inputs().get(0) : null;
    }

    private Map<String, ObjectNode> defaults(YamlKeys keys, YamlJson json) {
        Map<String, ObjectNode> defaults = new HashMap<>();
        keys.value("defaults")
                .ifPresent(node -> new YamlKeys(file, node, "'defaults'", problems)
                        .values()
                        .forEach((stream, values) -> {
                            streams.checkColumns(file, stream, values, problems);
                            if (json.value(values) instanceof ObjectNode object) {
                                defaults.put(stream, object);
                            }
                        }));
        return defaults;
    }

    private PipelineTest test(String name, Node node, LineParser lines, YamlJson json) {
        YamlKeys keys = new YamlKeys(file, node, "A test", problems).only("a test", TEST_KEYS);
        if (!keys.has("expect") && !keys.has("changes") && !keys.has("fates")) {
            problems.add(keys.place()
                    .problem(
                            "TEST-001",
                            "Test '" + name + "' expects nothing: give it 'expect', 'changes' or 'fates'."));
        }
        return new PipelineTest(
                keys.place(),
                name,
                lines.parse(keys.list("arrive")),
                shuffle(keys),
                rows(keys, "expect", json),
                rows(keys, "changes", json),
                fates(keys),
                closes(keys));
    }

    private boolean closes(YamlKeys keys) {
        String text = keys.text("close");
        if (text != null && !Set.of("true", "false").contains(text)) {
            keys.report("close", "'close' expects true or false but is '" + text + "'.");
        }
        return !"false".equals(text);
    }

    private @Nullable Shuffle shuffle(YamlKeys keys) {
        Node node = keys.value("shuffle").orElse(null);
        if (node == null) {
            return null;
        }
        YamlKeys shuffle = new YamlKeys(file, node, "'shuffle'", problems).only("'shuffle'", List.of("within", "seed"));
        String within = shuffle.text("within");
        Optional<Duration> duration = within == null ? Optional.empty() : DurationText.parse(within);
        if (duration.isEmpty()) {
            shuffle.report("within", "'within' expects a duration such as 30s.");
        }
        Integer seed = shuffle.integer("seed", 0);
        return new Shuffle(duration.orElse(Duration.ZERO), seed == null ? 0 : seed);
    }

    private List<ExpectedRows> rows(YamlKeys keys, String key, YamlJson json) {
        List<ExpectedRows> all = new ArrayList<>();
        Node node = keys.value(key).orElse(null);
        if (node == null) {
            return all;
        }
        YamlKeys tables = new YamlKeys(file, node, "'" + key + "'", problems);
        for (String table : tables.values().keySet()) {
            if (!streams.outputs().contains(table)) {
                problems.add(tables.placeOf(table).problem("TEST-002", streams.unknownOutput(table)));
                continue;
            }
            List<ExpectedRow> rows = new ArrayList<>();
            for (Node row : tables.list(table)) {
                rows.add(row(table, row, key.equals("changes"), json));
            }
            all.add(new ExpectedRows(tables.placeOf(table), table, rows));
        }
        return all;
    }

    private ExpectedRow row(String table, Node node, boolean change, YamlJson json) {
        Node columns = node;
        boolean deletion = false;
        if (change) {
            YamlKeys keys = new YamlKeys(file, node, "A change", problems);
            deletion = keys.has("delete") && keys.values().size() == 1;
            columns = deletion ? keys.value("delete").orElse(node) : node;
        }
        streams.checkColumns(file, table, columns, problems);
        return new ExpectedRow(
                YamlKeys.place(file, node),
                json.value(columns) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(),
                deletion);
    }

    private List<ExpectedCount> fates(YamlKeys keys) {
        List<ExpectedCount> counts = new ArrayList<>();
        keys.value("fates")
                .ifPresent(node -> new YamlKeys(file, node, "'fates'", problems)
                        .only("'fates'", streams.inputs())
                        .values()
                        .forEach((stream, value) -> {
                            YamlKeys fates =
                                    new YamlKeys(file, value, "'" + stream + "'", problems).only("'fates'", FATES);
                            for (String fate : fates.values().keySet()) {
                                Integer count = fates.integer(fate, 0);
                                counts.add(new ExpectedCount(
                                        fates.placeOf(fate), stream, fate, count == null ? 0 : count));
                            }
                        }));
        return counts;
    }

    /** The instant under a key; null if it is absent or wrong. */
    static @Nullable Instant instant(YamlKeys keys, String key, YamlJson json) {
        String text = keys.text(key);
        if (text == null) {
            return null;
        }
        Optional<Instant> offset = json.offset(text);
        if (offset.isPresent()) {
            return offset.get();
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            keys.report(
                    key,
                    "'" + key + "' expects a time such as 2026-01-31T12:00:00Z, or +30s with a 'clock', but is '" + text
                            + "'.");
            return null;
        }
    }
}
