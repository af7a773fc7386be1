package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readings of real machines become exactly their windows, with the machine's condition and the hours since it was serviced, on the
 * real servers: though some readings come hours late and some twice, and half of the log is entered afterwards, in no order. And
 * every change of a window is in the lake once, whoever was killed meanwhile. In the standard build a part of the rig's readings
 * is sent, under {@code -Ptorture} all.
 */
class MaintenanceIT {

    private static final int PORT_OFFSET = 21_400;
    private static final Path DATA = Weir.repository().resolve("../shared/data/iot");
    private static final Offset<Double> ROUNDED = within(1e-6);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PIPELINE = "predictive-maintenance";
    private static final String TABLE = "machine_features";
    private static final Set<String> TIMES =
            Set.of("window_start", "window_end", "condition_since", "condition_known_at", "maintenance_known_at");
    private static final int EACH_REPEATED = 53;
    private static final String BEARING = "2018-03-31 21:00:00";
    private static final String FILTER = "2018-04-01 02:30:00";

    /** By then time has passed all windows that are looked at. */
    private static final Duration AFTER = Duration.ofHours(2);

    private static final int ROUNDS = Integer.getInteger("weir.rounds", 1);
    private static final int HOURS = ROUNDS == 1 ? 5 : 37;
    private static final long END =
            CsvFile.epochMillis("2018-04-01 00:00:00") + Duration.ofHours(HOURS).toMillis();

    @TempDir
    private Path folder;

    private Weir weir;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.exists(DATA), "the machines' readings are not beside this checkout");
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        Path project = Weir.copyOfPipeline(PIPELINE, folder.resolve("project"));
        Path settings = project.resolve("weir.yaml");
        String text = Files.readString(settings);
        assertThat(text).contains("iceberg: machine_features,");
        Files.writeString(
                settings, text.replace("iceberg: machine_features,", "iceberg: machine_features, commit: 2s,"));
        weir.expect(0, "run", project.toString());
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void readingsOfRealMachinesBecomeExactlyTheirWindowsAndTheLakeHasEachChangeOnce() throws Exception {
        List<ObjectNode> rig = CsvFile.rows(DATA.resolve("hydraulic-telemetry.csv.gz")).stream()
                .filter(column -> Instant.parse(column[2]).toEpochMilli() < END)
                .map(MaintenanceIT::rigReading)
                .toList();
        List<ObjectNode> late = rig.stream().filter(MaintenanceIT::comesLate).toList();
        List<ObjectNode> inTime =
                rig.stream().filter(reading -> !comesLate(reading)).toList();
        List<ObjectNode> repeated = rig.stream()
                .filter(reading -> reading.get("seq").asLong() % EACH_REPEATED == 2)
                .toList();
        List<ObjectNode> machine = new ArrayList<>();
        for (String[] column : CsvFile.rows(DATA.resolve("nab-machine-temperature.csv.gz"))) {
            machine.add(reading("nab-1", "nab", machine.size(), CsvFile.epochMillis(column[0]), column[1]));
        }
        machine.add(last("nab-1", "nab", machine));
        List<String> conditions = new ArrayList<>(CsvFile.rows(DATA.resolve("hydraulic-maintenance-log.csv")).stream()
                .map(MaintenanceIT::condition)
                .toList());
        Collections.shuffle(conditions, new Random(7));
        assertThat(weir.job(PIPELINE).toString()).doesNotContain("upsert-materialize");

        Database database = Database.of(folder.resolve("home"), PORT_OFFSET);
        int half = conditions.size() / 2;
        database.execute("INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(0, half)));
        Door door = new Door(weir, "telemetry");
        door.send(machine);
        int part = inTime.size() / (ROUNDS + 1);
        for (int round = 0; round < ROUNDS; round++) {
            door.send(inTime.subList(round * part, (round + 1) * part));
            awaitRows(1);
            weir.kill("taskmanager"); // The supervisor starts another.
        }
        door.send(inTime.subList(ROUNDS * part, inTime.size()));
        door.send(late);
        door.send(repeated);
        database.execute(
                "INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(half, conditions.size())));
        database.execute("INSERT INTO maintenance VALUES (1, 'rig-1', 'filter', '" + FILTER
                + "Z'), (2, 'rig-1', 'bearing', '" + BEARING + "Z')");
        List<ObjectNode> ends = new ArrayList<>();
        for (int sensor = 1; sensor <= 4; sensor++) {
            String name = "rig-1-s" + sensor;
            ends.add(last(
                    name,
                    "rig-1",
                    rig.stream()
                            .filter(reading -> reading.get("sensor_id").asText().equals(name))
                            .toList()));
        }
        door.send(ends);

        awaitRead("conditions", conditions.size(), 0);
        awaitRead("maintenance", 2, 0);
        awaitRead("telemetry", rig.size() + machine.size() + repeated.size() + ends.size(), repeated.size());
        weir.awaitNextCheckpoint(PIPELINE);
        Topic topic = new Topic(weir, TABLE);
        Map<String, JsonNode> features = byName(topic.newestByKey().values());
        minutesAreAsExpected(features);
        tenMinutesAreAsExpected(features);
        hoursAreAsExpected(
                features, machine.get(machine.size() - 1).get("event_time").asLong());
        lakeHasEachChangeOnce(topic.size(), features);
        weir.expect(0, "audit", PIPELINE, "--deep");
    }

    /** 40 in a row of 4,000: a sensor has at most 34 gaps at a time, which is less than Weir tracks. */
    private static boolean comesLate(ObjectNode reading) {
        long place = reading.get("seq").asLong() % 4_000;
        return place >= 100 && place < 140;
    }

    /** The reading that lets time pass behind all others of a sensor. */
    private static ObjectNode last(String sensor, String machine, List<ObjectNode> before) {
        ObjectNode newest = before.get(before.size() - 1);
        return reading(
                sensor,
                machine,
                newest.get("seq").asLong() + 1,
                newest.get("event_time").asLong() + AFTER.toMillis(),
                newest.get("temperature_c").asText());
    }

    private void lakeHasEachChangeOnce(long changes, Map<String, JsonNode> features) {
        awaitRows(changes);
        JsonNode keys = query(
                        "SELECT count(*) AS changes, count(DISTINCT (machine_id, sensor_id, minutes, window_start,"
                                + " revision)) AS revisions FROM " + TABLE)
                .get(0);
        assertThat(keys.get("changes").asLong()).isEqualTo(changes);
        assertThat(keys.get("revisions").asLong()).isEqualTo(changes);
        Map<String, JsonNode> newest = byName(query("SELECT * FROM " + TABLE + "_latest"));
        assertThat(newest).hasSameSizeAs(features);
        features.forEach((name, feature) -> feature.properties()
                .forEach(column -> assertThat(newest.get(name).get(column.getKey()))
                        .as(name + " " + column.getKey())
                        .isEqualTo(column.getValue())));
    }

    /** Waits until the lake has so many rows. */
    private void awaitRows(long count) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> query("SELECT count(*) AS n FROM " + TABLE)
                                .get(0)
                                .get("n")
                                .asLong()
                        >= count);
    }

    private JsonNode query(String sql) {
        return rows(weir.expect(0, "query", "--output", "json", sql).out());
    }

    /** Times as the stream has them. */
    private static JsonNode rows(String json) {
        try {
            JsonNode rows = JSON.readTree(json);
            for (JsonNode row : rows) {
                for (String column : TIMES) {
                    if (row.hasNonNull(column)) {
                        ((ObjectNode) row)
                                .put(
                                        column,
                                        Instant.parse(row.get(column).asText()).toEpochMilli());
                    }
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("weir query printed no JSON", e);
        }
    }

    private static Map<String, JsonNode> byName(Iterable<JsonNode> rows) {
        Map<String, JsonNode> byName = new HashMap<>();
        rows.forEach(row -> byName.put(
                name(
                        row.get("sensor_id").asText(),
                        row.get("minutes").asInt(),
                        row.get("window_start").asLong()),
                row));
        return byName;
    }

    private static List<String[]> expected(String file) throws IOException {
        return CsvFile.rows(DATA.resolve(file)).stream()
                .filter(column -> CsvFile.epochMillis(column[0]) < END)
                .toList();
    }

    private static void minutesAreAsExpected(Map<String, JsonNode> features) throws IOException {
        for (String[] column : expected("hydraulic-expected-1m.csv.gz")) {
            for (int sensor = 1; sensor <= 4; sensor++) {
                JsonNode window = window(features, "rig-1-s" + sensor, 1, column[0]);
                assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
                isAbout(window, "vibration_avg", column[2]);
                isAbout(window, "temperature_avg", column[2 + sensor]);
                assertThat(window.get("condition_since").asLong()).isEqualTo(CsvFile.epochMillis(column[7]));
                assertThat(window.get("cooler_pct").asText()).isEqualTo(column[8]);
                assertThat(window.get("valve_pct").asText()).isEqualTo(column[9]);
                assertThat(window.get("pump_leakage").asText()).isEqualTo(column[10]);
                assertThat(window.get("accumulator_bar").asText()).isEqualTo(column[11]);
                assertThat(window.get("unstable").asBoolean()).isEqualTo(column[12].equals("1"));
            }
        }
    }

    private static void tenMinutesAreAsExpected(Map<String, JsonNode> features) throws IOException {
        for (String[] column : expected("hydraulic-expected-10m.csv")) {
            JsonNode window = window(features, "rig-1-s1", 10, column[0]);
            assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
            isAbout(window, "vibration_avg", column[2]);
            isAbout(window, "vibration_max", column[3]);
            isAbout(window, "temperature_avg", column[4]);
            isAbout(window, "temperature_max", column[5]);
            assertThat(window.get("missing").asLong()).isZero();
            long end = window.get("window_end").asLong();
            assertThat(end)
                    .isEqualTo(window.get("window_start").asLong()
                            + Duration.ofMinutes(10).toMillis());
            assertThat(window.get("bearing_hours").asDouble())
                    .isCloseTo((end - CsvFile.epochMillis(BEARING)) / 3_600_000.0, ROUNDED);
            long sinceFilter = end - CsvFile.epochMillis(FILTER);
            assertThat(window.hasNonNull("filter_hours")).isEqualTo(sinceFilter > 0);
            assertThat(window.get("filter_services").asLong()).isEqualTo(sinceFilter > 0 ? 1 : 0);
        }
    }

    /** Those into which the clock jumped back, too. */
    private static void hoursAreAsExpected(Map<String, JsonNode> features, long last) throws IOException {
        List<String[]> expected = CsvFile.rows(DATA.resolve("nab-expected-60m.csv.gz"));
        for (String[] column : expected) {
            JsonNode window = window(features, "nab-1", 60, column[0]);
            assertThat(window.get("readings").asLong()).isEqualTo(Long.parseLong(column[1]));
            isAbout(window, "temperature_avg", column[2]);
            isAbout(window, "temperature_min", column[3]);
            isAbout(window, "temperature_max", column[4]);
        }
        assertThat(features.entrySet().stream()
                        .filter(window -> window.getKey().startsWith("nab-1/60/"))
                        .filter(window -> window.getValue().get("window_end").asLong() <= last))
                .hasSameSizeAs(expected);
    }

    private static String name(String sensor, int minutes, long start) {
        return sensor + "/" + minutes + "/" + start;
    }

    private static JsonNode window(Map<String, JsonNode> features, String sensor, int minutes, String start) {
        String key = name(sensor, minutes, CsvFile.epochMillis(start));
        assertThat(features).containsKey(key);
        return features.get(key);
    }

    private static void isAbout(JsonNode window, String feature, String expected) {
        assertThat(window.get(feature).asDouble()).as(feature).isCloseTo(Double.parseDouble(expected), ROUNDED);
    }

    /** A row of the database's table. */
    private static String condition(String[] column) {
        return "('rig-1', '%s', %s, %s, %s, %s, %s)"
                .formatted(
                        Instant.ofEpochMilli(CsvFile.epochMillis(column[0])),
                        column[1],
                        column[2],
                        column[3],
                        column[4],
                        column[5].equals("1"));
    }

    private static ObjectNode rigReading(String[] column) {
        long time = Instant.parse(column[2]).toEpochMilli();
        return reading(column[0], "rig-1", Long.parseLong(column[1]), time, column[4])
                .put("vibration_mm_s", Double.parseDouble(column[3]));
    }

    private static ObjectNode reading(String sensor, String machine, long sequence, long time, String temperature) {
        return JSON.createObjectNode()
                .put("sensor_id", sensor)
                .put("machine_id", machine)
                .put("seq", sequence)
                .put("event_time", time)
                .put("temperature_c", Double.parseDouble(temperature));
    }

    private void awaitRead(String stream, int count, int repeated) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    JsonNode counts = weir.streamCounts(stream);
                    assertThat(counts.path("read").asLong()).isEqualTo(count);
                    assertThat(counts.path("repeated").asLong()).isEqualTo(repeated);
                    assertThat(counts.path("dead").asLong()).isZero();
                });
    }
}
