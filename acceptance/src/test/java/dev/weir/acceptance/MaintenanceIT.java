package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readings of real machines become exactly their windows, with the machine's condition and the hours since it was serviced, on the
 * real servers: though some readings come hours late and some twice, and half of the log is entered afterwards, in no order. And
 * every change of a window is in the lake once, and the newest of each in PostgreSQL, whoever was killed meanwhile. In the standard
 * build a part of the rig's readings is sent, under {@code -Ptorture} all.
 */
class MaintenanceIT {

    private static final int PORT_OFFSET = 21_400;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PIPELINE = "predictive-maintenance";
    private static final String TABLE = "machine_features";
    private static final Set<String> TIMES =
            Set.of("window_start", "window_end", "condition_since", "condition_known_at", "maintenance_known_at");
    private static final int EACH_REPEATED = 53;
    private static final long LATE_MILLIS = Duration.ofHours(23).toMillis();
    private static final int ROUNDS = Integer.getInteger("weir.rounds", 1);

    private final MachineReadings readings = new MachineReadings(ROUNDS == 1 ? 5 : 37);

    @TempDir
    private Path folder;

    private Weir weir;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(MachineReadings.arePresent(), "the machines' readings are not beside this checkout");
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
        List<ObjectNode> rig = readings.ofRig();
        List<ObjectNode> sent = Disorder.late(rig, MachineReadings::comesLate, LATE_MILLIS);
        List<ObjectNode> repeated = rig.stream()
                .filter(reading -> reading.get("seq").asLong() % EACH_REPEATED == 2)
                .filter(reading -> reading.get("event_time").asLong() > readings.end() - LATE_MILLIS)
                .toList();
        List<ObjectNode> ends = MachineReadings.endsOfRig(rig);
        List<ObjectNode> machine = MachineReadings.ofMachine();
        List<String> conditions = new ArrayList<>(MachineReadings.conditions());
        Collections.shuffle(conditions, new Random(7));
        assertThat(weir.job(PIPELINE).toString()).doesNotContain("upsert-materialize");

        Database database = Database.of(folder.resolve("home"), PORT_OFFSET);
        int half = conditions.size() / 2;
        database.execute("INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(0, half)));
        Door door = new Door(weir, "telemetry");
        door.send(machine);
        int part = sent.size() / (ROUNDS + 1);
        for (int round = 0; round < ROUNDS; round++) {
            door.send(sent.subList(round * part, (round + 1) * part));
            awaitRows(1);
            weir.kill("taskmanager"); // The supervisor starts another.
        }
        door.send(sent.subList(ROUNDS * part, sent.size()));
        door.send(repeated);
        database.execute(
                "INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(half, conditions.size())));
        database.execute("INSERT INTO maintenance VALUES " + MachineWindows.SERVICES);
        door.send(ends);

        awaitRead("conditions", conditions.size(), 0);
        awaitRead("maintenance", 2, 0);
        awaitRead("telemetry", rig.size() + machine.size() + repeated.size() + ends.size(), repeated.size());
        weir.awaitNextCheckpoint(PIPELINE);
        Topic topic = new Topic(weir, TABLE);
        Map<String, JsonNode> features =
                MachineWindows.byName(topic.newestByKey().values());
        new MachineWindows(readings).areThose(features);
        lakeHasEachChangeOnce(topic.size(), features);
        databaseHasEachWindow(database, features);
        weir.expect(0, "audit", PIPELINE, "--deep");
    }

    private void lakeHasEachChangeOnce(long changes, Map<String, JsonNode> features) {
        awaitRows(changes);
        JsonNode keys = query(
                        "SELECT count(*) AS changes, count(DISTINCT (machine_id, sensor_id, minutes, window_start,"
                                + " revision)) AS revisions FROM " + TABLE)
                .get(0);
        assertThat(keys.get("changes").asLong()).isEqualTo(changes);
        assertThat(keys.get("revisions").asLong()).isEqualTo(changes);
        Map<String, JsonNode> newest = MachineWindows.byName(query("SELECT * FROM " + TABLE + "_latest"));
        assertThat(newest).hasSameSizeAs(features);
        features.forEach((name, feature) -> feature.properties()
                .forEach(column -> assertThat(newest.get(name).get(column.getKey()))
                        .as(name + " " + column.getKey())
                        .isEqualTo(column.getValue())));
    }

    private static void databaseHasEachWindow(Database database, Map<String, JsonNode> features) {
        long readings = features.values().stream()
                .mapToLong(feature -> feature.get("readings").asLong())
                .sum();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(database.value("SELECT count(*) || ' ' || sum(readings) FROM " + TABLE))
                        .isEqualTo(features.size() + " " + readings));
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
