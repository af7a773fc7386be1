package dev.weir.pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.memory.MemoryEntry;
import dev.weir.streams.memory.MemoryInput;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that are rolled up where their stream is read against the same views as plain SQL, over random events. */
class RollupOracleTest {

    private static final int EVENTS = 3_000;
    private static final int SENSORS = 17;
    private static final long BEGIN = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();

    private static final String NUMBERS =
            "COUNT(*) AS n, COUNT(v) AS known, SUM(v) AS total, AVG(v) AS mean, MIN(v) AS low, MAX(v) AS high,"
                    + " SUM(i) AS units, AVG(i) AS unit, MIN(m) AS first_name, MAX(m) AS last_name,"
                    + " STDDEV_POP(v) AS spread, VAR_SAMP(v) AS variance, SQRT(AVG(v * v)) AS rms,"
                    + " COUNT(*) FILTER (WHERE ok AND v > 0.5) AS good, SUM(v * 2 + i) FILTER (WHERE i BETWEEN 2 AND 7) AS mixed";
    private static final String COLUMNS =
            "n BIGINT, known BIGINT, total DOUBLE, mean DOUBLE, low DOUBLE, high DOUBLE, units INT, unit INT,"
                    + " first_name STRING, last_name STRING, spread DOUBLE, variance DOUBLE, rms DOUBLE, good BIGINT, mixed DOUBLE";

    private static TestCluster cluster;

    @TempDir
    private Path folder;

    /** Of the job that ran last, its chains. */
    private List<String> operators = List.of();

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static String table(String name, String columns) {
        return "CREATE TABLE " + name + " (s STRING NOT NULL, window_start TIMESTAMP(3), window_end TIMESTAMP(3), "
                + columns + ") DISTRIBUTED BY HASH(s) INTO 1 BUCKETS;\n";
    }

    private static String view(String name, String window, String items, String rest) {
        return "CREATE VIEW " + name + "_view AS SELECT s, window_start, window_end, " + items + " FROM TABLE(" + window
                + ")" + rest + ";\nINSERT INTO " + name + " SELECT * FROM " + name + "_view;\n";
    }

    private static final String GROUP = " GROUP BY window_start, window_end, s";

    private static final String SCRIPT = table("tumbling", COLUMNS + ", opened DOUBLE, closed STRING")
            + table("hopping", COLUMNS)
            + table("cumulating", COLUMNS)
            + table("filtered", "n BIGINT, high DOUBLE")
            + table("merged", "n BIGINT, known BIGINT, total DOUBLE, mean DOUBLE, low DOUBLE, last_name STRING")
            + view(
                    "tumbling",
                    "TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
                    NUMBERS + ", FIRST_VALUE(v) AS opened, LAST_VALUE(m) AS closed",
                    GROUP)
            + view(
                    "hopping",
                    "HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '20' SECOND, INTERVAL '1' MINUTE)",
                    NUMBERS,
                    GROUP)
            + view(
                    "cumulating",
                    "CUMULATE(TABLE events, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '2' MINUTE)",
                    NUMBERS,
                    GROUP)
            + view(
                    "filtered",
                    "TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
                    "COUNT(*) AS n, MAX(v) AS high",
                    " WHERE ok AND m IN ('m0', 'm1') OR v IS NULL" + GROUP + " HAVING COUNT(*) > 2")
            + "CREATE VIEW merged_view AS SELECT m AS s, window_start, window_end, COUNT(*) AS n, COUNT(v) AS known,"
            + " SUM(v) AS total, AVG(v) AS mean, MIN(v) AS low, MAX(s) AS last_name FROM TABLE(HOP(TABLE events,"
            + " DESCRIPTOR(ts), INTERVAL '20' SECOND, INTERVAL '1' MINUTE)) WHERE i < 9"
            + " GROUP BY window_start, window_end, m HAVING COUNT(*) > 1;\nINSERT INTO merged SELECT * FROM merged_view;\n";

    /** Columns of the types that aren't in {@link #SCRIPT}, as events have them. */
    private static final Map<String, String> TYPED = new TreeMap<>(Map.of(
            "f", "FLOAT",
            "l", "BIGINT",
            "ok", "BOOLEAN",
            "price", "DECIMAL(12, 2)",
            "born", "DATE",
            "exact", "TIMESTAMP_LTZ(6)",
            "local_time", "TIMESTAMP(3)",
            "color", "STRING"));

    private static String typed() {
        StringBuilder columns = new StringBuilder("n BIGINT");
        StringBuilder items = new StringBuilder("COUNT(*) AS n");
        TYPED.forEach((name, type) -> {
            for (String function : List.of("FIRST_VALUE", "LAST_VALUE", "MIN", "MAX")) {
                // SQL has no least of booleans; the order of texts of enumerations is that of strings.
                boolean ordered = !type.equals("BOOLEAN");
                if (ordered || function.endsWith("VALUE")) {
                    String column = name + "_" + function.toLowerCase(Locale.ROOT);
                    columns.append(", ").append(column).append(' ').append(type);
                    items.append(", ")
                            .append(function)
                            .append('(')
                            .append(name)
                            .append(") AS ")
                            .append(column);
                }
            }
        });
        return table("typed", columns.toString())
                + view("typed", "TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)", items.toString(), GROUP);
    }

    private void writeProject(String script) throws Exception {
        Files.createDirectories(folder.resolve("streams"));
        Files.writeString(folder.resolve("weir.yaml"), "name: oracle\n");
        Files.writeString(folder.resolve("streams/events.avsc"), """
                {"type": "record", "name": "Event", "fields": [
                  {"name": "s", "type": "string"},
                  {"name": "ts", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "v", "type": ["null", "double"], "default": null},
                  {"name": "i", "type": "int"},
                  {"name": "m", "type": "string"},
                  {"name": "ok", "type": "boolean"},
                  {"name": "f", "type": "float"},
                  {"name": "l", "type": "long"},
                  {"name": "price", "type": ["null",
                    {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}], "default": null},
                  {"name": "born", "type": {"type": "int", "logicalType": "date"}},
                  {"name": "exact", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "local_time", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                  {"name": "color", "type": {"type": "enum", "name": "Color", "symbols": ["RED", "BLUE", "GREEN"]}}]}
                """);
        Files.writeString(folder.resolve("streams/events.yaml"), """
                stream: events
                schema: events.avsc
                key: s
                time: { field: ts, disorder: 5s, ahead: 1h }
                partitions: 3
                """);
        Files.writeString(folder.resolve("pipeline.sql"), script);
    }

    /** In the order of a log: mostly a few seconds behind, now and then late. */
    private static List<ObjectNode> events(long seed) {
        Random random = new Random(seed);
        List<ObjectNode> events = new ArrayList<>();
        long time = BEGIN;
        for (int n = 0; n < EVENTS; n++) {
            time += random.nextInt(300);
            long behind = random.nextInt(20) == 0 ? random.nextInt(90_000) : random.nextInt(4_000);
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            event.put("s", "s" + random.nextInt(SENSORS));
            event.put("ts", Instant.ofEpochMilli(time - behind).toString());
            if (random.nextInt(10) > 0) {
                event.put("v", random.nextGaussian() * 1e3);
            } else {
                event.putNull("v");
            }
            event.put("i", random.nextInt(10));
            event.put("m", "m" + random.nextInt(4));
            event.put("ok", random.nextBoolean());
            event.put("f", random.nextFloat());
            event.put("l", random.nextLong());
            event.put(
                    "price",
                    random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(1_000_000) - 500_000, 2));
            event.put("born", LocalDate.ofEpochDay(random.nextInt(20_000)).toString());
            event.put(
                    "exact",
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L)
                            .toString());
            event.put(
                    "local_time",
                    LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC)
                            .toString());
            event.put("color", List.of("RED", "BLUE", "GREEN").get(random.nextInt(3)));
            events.add(event);
        }
        return events;
    }

    /** The rows of each table, by their group and window. */
    private Map<String, Map<String, ObjectNode>> run(String script, List<ObjectNode> events) throws Exception {
        writeProject(script);
        try (TestPlan plan = TestPlan.of(PipelineProject.load(folder), folder.resolve("work"))) {
            RecordMaker maker = RecordMaker.of(plan).get("events");
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Map<Integer, Long> offsets = new HashMap<>();
            Set<Integer> partitions = new HashSet<>();
            for (ObjectNode event : events) {
                RecordMaker.Made made = maker.event(event, true);
                long offset = offsets.merge(made.partition(), 1L, Long::sum) - 1;
                partitions.add(made.partition());
                records.add(TestScript.record(
                        "events", made.partition(), offset, BEGIN + 3_600_000, made.key(), made.value()));
            }
            MemoryInput input = plan.log().input("events");
            input.expectPartitions(partitions);
            JobGraph graph = plan.graph();
            operators = StreamSupport.stream(graph.getVertices().spliterator(), false)
                    .map(JobVertex::getName)
                    .toList();
            TestJob job = cluster.submit(graph, null);
            records.forEach(event -> input.append(new MemoryEntry.Event(event)));
            input.append(new MemoryEntry.Time(Long.MAX_VALUE));
            while (!input.awaitRead(100)) {
                job.failIfEnded();
            }
            input.end();
            job.awaitEnd();
            job.forget();
            return rows(plan);
        }
    }

    private static Map<String, Map<String, ObjectNode>> rows(TestPlan plan) {
        Map<String, List<ProducerRecord<byte[], byte[]>>> written = new HashMap<>();
        plan.log()
                .takeWritten()
                .forEach(record -> written.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                        .add(record));
        Map<String, Map<String, ObjectNode>> rows = new TreeMap<>();
        written.forEach((topic, records) -> {
            Map<String, ObjectNode> byKey = new TreeMap<>();
            for (ObjectNode row :
                    WrittenRows.of(plan.find(topic).orElseThrow(), records).standing()) {
                String key = row.path("s") + " " + row.path("window_start") + " " + row.path("window_end");
                assertThat(byKey.put(key, row))
                        .describedAs(topic + " twice: " + key)
                        .isNull();
            }
            rows.put(topic, byKey);
        });
        return rows;
    }

    private static void assertSame(String where, JsonNode found, JsonNode expected) {
        if (expected.isNumber() && found.isNumber() && expected.isFloatingPointNumber()) {
            double value = expected.doubleValue();
            assertThat(found.doubleValue()).describedAs(where).isCloseTo(value, within(Math.abs(value) * 1e-12));
        } else {
            assertThat(found).describedAs(where).isEqualTo(expected);
        }
    }

    @Test
    void rolledUpViewsHaveTheRowsOfPlainSql() throws Exception {
        List<ObjectNode> events = events(42);

        Map<String, Map<String, ObjectNode>> plain = run("SET 'weir.rollup' = 'off';\n" + SCRIPT + typed(), events);
        Map<String, Map<String, ObjectNode>> rolledUp = run(SCRIPT + typed(), events);

        assertThat(operators)
                .filteredOn(chain -> chain.contains("window-aggregate/"))
                .allMatch(chain -> chain.contains("merged/"));
        assertThat(plain).containsOnlyKeys("tumbling", "hopping", "cumulating", "filtered", "merged", "typed");
        assertThat(plain.values()).allSatisfy(rows -> assertThat(rows).hasSizeGreaterThan(50));
        plain.forEach((table, rows) -> {
            assertThat(rolledUp.getOrDefault(table, Map.of()).keySet())
                    .describedAs(table)
                    .isEqualTo(rows.keySet());
            rows.forEach((key, row) -> {
                ObjectNode found = rolledUp.get(table).get(key);
                row.fieldNames()
                        .forEachRemaining(column ->
                                assertSame(table + " " + key + " " + column, found.path(column), row.path(column)));
            });
        });
    }
}
