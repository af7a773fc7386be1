package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is exported to train with is, row for row, what was served at that time: around a reading that came late, around an
 * entry of maintenance that was dated back, and in the middle of what was written.
 */
class TrainingIsServingIT {

    private static final int PORT_OFFSET = 24_300;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PIPELINE = "predictive-maintenance";
    private static final String TABLE = "machine_features";
    private static final Instant BEGIN = Instant.parse("2026-01-31T10:00:00Z");
    private static final int READINGS = 400;
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** The reading that comes late: some minutes in. */
    private static final int LATE = 37;

    @TempDir
    private Path folder;

    private Weir weir;
    private Database database;
    private Topic topic;

    @BeforeEach
    void start() throws IOException {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        Path project = Weir.copyOfPipeline(PIPELINE, folder.resolve("project"));
        Path settings = project.resolve("weir.yaml");
        String text = Files.readString(settings);
        assertThat(text).contains("iceberg: machine_features,");
        Files.writeString(
                settings, text.replace("iceberg: machine_features,", "iceberg: machine_features, commit: 1s,"));
        weir.expect(0, "run", project.toString());
        database = Database.of(folder.resolve("home"), PORT_OFFSET);
        topic = new Topic(weir, TABLE);
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void exportIsRowForRowWhatWasServedThen() throws Exception {
        database.execute(
                "INSERT INTO conditions VALUES ('press-1', '2026-01-31 09:00:00Z', 100, 90, 0, 115, false)",
                "INSERT INTO maintenance VALUES (1, 'press-1', 'bearing', '2026-01-30 10:00:00Z')");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> weir.streamCounts("maintenance").path("read").asLong() == 1
                        && weir.streamCounts("conditions").path("read").asLong() == 1);
        List<ObjectNode> readings = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            readings.add(reading(i));
        }
        ObjectNode late = readings.remove(LATE);
        Door door = new Door(weir, "telemetry");
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);
        door.send(readings);
        awaitNewest("10 " + at(READINGS / 2), "readings", 60.0);
        Map<Instant, Map<String, JsonNode>> served = new TreeMap<>();
        nowServed(served);

        // A correction is given when time has gone on.
        door.send(List.of(late, reading(READINGS)));
        awaitNewest("10 " + at(LATE), "readings", 60.0);
        nowServed(served);

        database.execute("INSERT INTO maintenance VALUES (2, 'press-1', 'bearing', '2026-01-31 10:15:00Z')");
        awaitNewest("10 " + at(READINGS / 2), "bearing_services", 2.0);
        nowServed(served);

        assertThat(served.values().stream().distinct()).as("the times differ").hasSize(3);
        Instant first = served.keySet().iterator().next();
        List<ConsumerRecord<byte[], byte[]>> records = topic.records();
        Instant middle = Instant.ofEpochMilli(records.get(records.size() / 3).timestamp());
        served.put(middle, newest(records, middle));
        awaitRows(records.size());
        for (Map.Entry<Instant, Map<String, JsonNode>> then : served.entrySet()) {
            assertThat(newest(records, then.getKey())).isEqualTo(then.getValue());
            assertThat(export(then.getKey())).as("as known at " + then.getKey()).isEqualTo(then.getValue());
            weir.expect(0, "audit", PIPELINE, "--leaks", "--export", exported().toString());
        }
        leaksAreFound(first);
    }

    /** In the table there is none; in exports they are planted. */
    private void leaksAreFound(Instant first) throws Exception {
        JsonNode clean = JSON.readTree(
                weir.expect(0, "audit", PIPELINE, "--leaks", "-o", "json").out());
        assertThat(clean.at("/leaks/0/rows").asInt()).isEqualTo((int) topic.size());
        assertThat(clean.at("/leaks/0/recomputed")).hasSize(23);
        assertThat(clean.at("/leaks/0/not_recomputable")).isEmpty();
        export(first);
        Path later = folder.resolve("later.parquet");
        weir.expect(0, "features", "export", TABLE, later.toString());
        String window =
                "minutes = 10 AND window_start = TIMESTAMPTZ '" + Instant.ofEpochMilli(Long.parseLong(at(LATE))) + "'";
        String latest = "(SELECT * FROM read_parquet('" + later + "') WHERE " + window + ")";
        assertThat(planted("vibration_max = 99.0", window))
                .startsWith("UNEXPLAINED")
                .contains("vibration_max is 99");
        assertThat(planted(
                        "readings = l.readings, first_seq = l.first_seq, last_seq = l.last_seq, vibration_avg = l.vibration_avg,"
                                + " vibration_stddev = l.vibration_stddev, vibration_min = l.vibration_min, vibration_max ="
                                + " l.vibration_max, vibration_rms = l.vibration_rms, temperature_avg = l.temperature_avg,"
                                + " temperature_min = l.temperature_min, temperature_max = l.temperature_max FROM "
                                + latest + " l",
                        window))
                .as("a later reading")
                .startsWith("LEAK")
                .contains("it uses telemetry-");
        String afterService = "minutes = 10 AND window_start = TIMESTAMPTZ '"
                + Instant.ofEpochMilli(Long.parseLong(at(READINGS / 2))) + "'";
        assertThat(planted(
                        "bearing_hours = l.bearing_hours, bearing_services = l.bearing_services FROM (SELECT * FROM"
                                + " read_parquet('" + later + "') WHERE " + afterService + ") l",
                        afterService))
                .as("a later entry")
                .startsWith("LEAK")
                .contains("it uses maintenance-");
        assertThat(planted("known_at = known_at - INTERVAL '1' SECOND", window))
                .as("a row that is dated back")
                .startsWith("LEAK");
    }

    /** What the audit finds first in the export, one of whose rows is changed. */
    private String planted(String change, String row) throws Exception {
        Path file = folder.resolve("planted.parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("CREATE TABLE planted AS SELECT * FROM read_parquet('" + exported() + "')");
            int columns = change.indexOf(" FROM ");
            assertThat(statement.executeUpdate("UPDATE planted SET " + change + " WHERE "
                            + (columns < 0
                                    ? row
                                    : row.replace("minutes", "planted.minutes")
                                            .replace("window_start", "planted.window_start"))))
                    .isEqualTo(1);
            statement.execute("COPY planted TO '" + file + "' (FORMAT parquet)");
        }
        JsonNode leaks = JSON.readTree(
                        weir.expect(1, "audit", PIPELINE, "--leaks", "--export", file.toString(), "-o", "json")
                                .out())
                .at("/leaks/0");
        JsonNode finding = leaks.at("/findings/0");
        return finding.get("kind").asText() + " " + finding.get("text").asText();
    }

    private Path exported() {
        return folder.resolve("features.parquet");
    }

    private static String at(int reading) {
        long size = Duration.ofMinutes(10).toMillis();
        long time = BEGIN.toEpochMilli() + reading * PERIOD.toMillis();
        return Long.toString(time - time % size);
    }

    private static ObjectNode reading(int i) {
        return JSON.createObjectNode()
                .put("sensor_id", "press-1-a")
                .put("machine_id", "press-1")
                .put("seq", i)
                .put("event_time", BEGIN.toEpochMilli() + i * PERIOD.toMillis())
                .put("vibration_mm_s", 1 + (i * 7 % 31) / 10.0)
                .put("temperature_c", 40 + (i * 11 % 17) / 4.0);
    }

    /** What readers of the stream have at this moment, in which nothing more comes. */
    private void nowServed(Map<Instant, Map<String, JsonNode>> served) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            long before = topic.size();
            weir.awaitNextCheckpoint(PIPELINE);
            return topic.size() == before;
        });
        Instant now = Instant.now();
        served.put(now, newest(topic.records(), now));
    }

    /** By key, the newest of the records that the broker had taken by then. */
    private Map<String, JsonNode> newest(List<ConsumerRecord<byte[], byte[]>> records, Instant then) {
        Map<String, JsonNode> newest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.timestamp() <= then.toEpochMilli()) {
                JsonNode row = topic.decode(record.value());
                newest.put(name(row), row);
            }
        }
        return newest;
    }

    private static String name(JsonNode row) {
        return row.get("sensor_id").asText() + " " + row.get("minutes").asInt() + " "
                + row.get("window_start").asLong();
    }

    private void awaitNewest(String window, String column, double value) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> newest(topic.records(), Instant.now())
                                .getOrDefault("press-1-a " + window, JSON.createObjectNode())
                                .path(column)
                                .asDouble()
                        == value);
    }

    private void awaitRows(int count) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        JSON.readTree(weir.expect(0, "query", "--output", "json", "SELECT count(*) AS n FROM " + TABLE)
                                                .out())
                                        .at("/0/n")
                                        .asInt()
                                == count);
    }

    /** The rows of an export with the columns of the stream, as another program reads them. */
    private Map<String, JsonNode> export(Instant then) throws Exception {
        Path file = exported();
        weir.expect(
                0, "features", "export", TABLE, file.toString(), "--as-known-at", then.toString(), "--to", "parquet");
        Map<String, JsonNode> rows = new HashMap<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT * EXCLUDE (known_at, kafka_partition, revision) FROM read_parquet('" + file + "')")) {
            while (result.next()) {
                JsonNode row = row(result);
                assertThat(rows.put(name(row), row)).isNull();
            }
        }
        return rows;
    }

    private static JsonNode row(ResultSet result) throws SQLException, IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            Object value = result.getObject(i);
            row.put(
                    result.getMetaData().getColumnLabel(i),
                    value instanceof OffsetDateTime time ? time.toInstant().toEpochMilli() : value);
        }
        return JSON.readTree(JSON.writeValueAsString(row));
    }
}
