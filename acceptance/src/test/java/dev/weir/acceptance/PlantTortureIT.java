package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readings of a made-up plant over MQTT are in the features exactly once, in Kafka, in the lake and in PostgreSQL, though the gateway is
 * killed twice, Flink three times, Connect once and PostgreSQL once: by what the plant says must come of them, and by the audit.
 *
 * <p>Only with {@code -Dweir.test.readings=N}, at least so many are sent; the profile {@code torture} sends a million. {@code
 * -Dweir.test.speed=12x}: how many times as fast as in the plant, whose 77 minutes have all readings, however many.
 */
class PlantTortureIT {

    private static final int PORT_OFFSET = 24_300;
    private static final String PIPELINE = "predictive-maintenance";
    private static final long READINGS = Long.getLong("weir.test.readings", 0);
    private static final String SPEED = System.getProperty("weir.test.speed", "12x");
    private static final long READINGS_A_SENSOR = 1_000;
    private static final List<String> VICTIMS =
            List.of("taskmanager", "gateway", "connect", "jobmanager", "postgresql", "gateway", "taskmanager");

    private static final Duration SENT_WITHIN = Duration.ofHours(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Of both tables; times as the stream has them. */
    private static final String LAKE_WINDOWS = """
            SELECT * REPLACE (epoch_ms(window_start) AS window_start, epoch_ms(window_end) AS window_end)
            FROM machine_features_latest WHERE minutes = 10""";

    private static final String POSTGRESQL_WINDOWS = """
            SELECT jsonb_agg(to_jsonb(f) || jsonb_build_object(
              'window_start', (extract(epoch FROM window_start) * 1000)::bigint,
              'window_end', (extract(epoch FROM window_end) * 1000)::bigint))
            FROM machine_features f WHERE minutes = 10""";

    @TempDir
    private Path folder;

    private Weir weir;
    private Database database;
    private long begun;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(READINGS >= READINGS_A_SENSOR, "only with -Dweir.test.readings=N, N from " + READINGS_A_SENSOR);
        Path home = folder.resolve("home");
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        database = Database.of(home, PORT_OFFSET);
        Path project = Weir.copyOfPipeline(PIPELINE, folder.resolve("project"));
        Path settings = project.resolve("weir.yaml");
        String text = Files.readString(settings);
        assertThat(text).contains("iceberg: machine_features,");
        Files.writeString(
                settings, text.replace("iceberg: machine_features,", "iceberg: machine_features, commit: 5s,"));
        weir.expect(0, "run", project.toString());
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void everyReadingIsInTheFeaturesOnceInKafkaTheLakeAndPostgresqlWhoeverIsKilled() throws Exception {
        begun = System.nanoTime();
        Path file = folder.resolve("expected.ndjson");
        CompletableFuture<Weir.Answer> sending =
                CompletableFuture.supplyAsync(() -> weir.runFor(SENT_WITHIN, command(file)));
        for (int kill = 0; kill < VICTIMS.size(); kill++) {
            killAt((kill + 1) * READINGS / (VICTIMS.size() + 1), VICTIMS.get(kill), sending);
        }
        Weir.Answer answer = sending.get();
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        JsonNode plant = Http.json(answer.out()).get(0);
        print("sent: " + plant);
        assertThat(plant.get("acknowledged")).isEqualTo(plant.get("sent"));
        assertThat(plant.get("unique").asLong()).isGreaterThanOrEqualTo(READINGS);
        assertThat(plant.get("log_changes").asLong()).isPositive();

        awaitAsserted(() -> eachIsCountedOnce(plant));
        ExpectedWindows expected = ExpectedWindows.load(file);
        assertThat(expected.readings()).isGreaterThan(READINGS / 2);
        awaitExpected("Kafka", expected, this::kafkasWindows);
        // What the tables have must be committed in the log by then, and have its ledger.
        weir.awaitNextCheckpoint(PIPELINE);
        awaitExpected("the lake", expected, this::lakesWindows);
        awaitExpected("PostgreSQL", expected, this::databasesWindows);
        long changes = new Topic(weir, "machine_features").size();
        awaitAsserted(() -> tablesHave(changes));
        ledgerCloses(plant, changes);
    }

    private static String[] command(Path expected) {
        long sensors = READINGS / READINGS_A_SENSOR;
        // 77 minutes have 1,155 periods of 4 seconds, and one sensor in four takes two for a reading.
        return ("simulate plant --over mqtt --maintenance --seed 6 --start 2026-03-01T00:00:00Z --period 4s --duration 77m"
                        + " --life 2h -o json --sensors " + sensors + " --gateways " + Math.max(1, sensors / 5)
                        + " --speed " + SPEED + " --expect " + expected)
                .split(" ");
    }

    /** As soon as so many readings are read and what came of them is committed. */
    private void killAt(long readings, String victim, CompletableFuture<Weir.Answer> sending) {
        await().atMost(SENT_WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(UncheckedIOException.class)
                .failFast(
                        "the plant has failed",
                        () -> sending.isDone() && sending.join().exitCode() != 0)
                .until(() -> weir.streamCounts("telemetry").path("read").asLong() >= readings);
        assertThat(sending).as("the plant, when " + victim + " is killed").isNotDone();
        weir.signal("KILL", victim);
        print("kill -9 " + victim + " at " + readings + " readings");
    }

    /** What was sent again on the way may have been stored twice. */
    private void eachIsCountedOnce(JsonNode plant) {
        JsonNode counts = weir.streamCounts("telemetry");
        long repeated = counts.path("repeated").asLong();
        assertThat(counts.path("read").asLong() - repeated)
                .isEqualTo(plant.get("unique").asLong());
        assertThat(repeated - plant.get("repeated").asLong())
                .isBetween(0L, plant.get("sent_again").asLong());
        assertThat(counts.path("dead").asLong()).isZero();
    }

    private void awaitExpected(String where, ExpectedWindows expected, Supplier<Stream<JsonNode>> windows) {
        awaitAsserted(() ->
                assertThat(expected.differences(windows.get(), column -> true)).isEmpty());
        print(expected.windows().size() + " windows as expected in " + where);
    }

    private static void awaitAsserted(ThrowingRunnable assertion) {
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(3)).untilAsserted(assertion);
    }

    private Stream<JsonNode> kafkasWindows() {
        Topic topic = new Topic(weir, "machine_features");
        return topic.newestRecords().values().stream()
                .map(record -> topic.decode(Objects.requireNonNull(record.value(), "a window was withdrawn")))
                .filter(window -> window.get("minutes").asInt() == 10);
    }

    private Stream<JsonNode> lakesWindows() {
        return rows(weir.expect(0, "query", "--output", "json", LAKE_WINDOWS).out());
    }

    private Stream<JsonNode> databasesWindows() {
        try {
            return rows(database.value(POSTGRESQL_WINDOWS));
        } catch (SQLException e) {
            throw new AssertionError("PostgreSQL can't be asked", e);
        }
    }

    private static Stream<JsonNode> rows(String json) {
        Stream.Builder<JsonNode> rows = Stream.builder();
        Http.json(json).forEach(rows);
        return rows.build();
    }

    private void tablesHave(long changes) throws SQLException {
        assertThat(database.value("SELECT sum(records) FROM weir_delivered")).isEqualTo(Long.toString(changes));
        JsonNode lake =
                Http.json(weir.expect(0, "query", "--output", "json", "SELECT count(*) AS n FROM machine_features")
                        .out());
        assertThat(lake.get(0).get("n").asLong()).isEqualTo(changes);
    }

    private void ledgerCloses(JsonNode plant, long changes) {
        JsonNode audit = Http.json(
                weir.expect(0, "audit", PIPELINE, "--deep", "--output", "json").out());
        assertThat(audit.get("passed").asBoolean()).isTrue();
        JsonNode telemetry = audit.get("streams")
                .valueStream()
                .filter(stream -> stream.get("stream").asText().equals("telemetry"))
                .findFirst()
                .orElseThrow();
        assertThat(telemetry.get("on_time").asLong() + telemetry.get("late").asLong())
                .isEqualTo(plant.get("unique").asLong());
        assertThat(telemetry.get("given_up").asLong()).isZero();
        assertThat(audit.get("tables")).hasSize(2).allSatisfy(table -> {
            assertThat(table.get("records").asLong()).isEqualTo(changes);
            assertThat(table.get("rows").asLong()).isEqualTo(changes);
            assertThat(table.get("not_recountable")).isEmpty();
        });
        assertThat(audit.get("accounts"))
                .hasSize(3)
                .allSatisfy(account ->
                        assertThat(account.get("not_recountable").isNull()).isTrue());
        print("audit: " + telemetry.get("read") + " records of telemetry, " + changes + " changes of windows");
    }

    private void print(String what) {
        System.out.printf(Locale.ROOT, "%6.1f s %s%n", (System.nanoTime() - begun) / 1e9, what);
    }
}
