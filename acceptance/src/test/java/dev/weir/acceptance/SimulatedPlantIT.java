package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code weir simulate plant} says must come of its readings comes of them on the real servers, to the last window: though
 * gateways are cut off and send afterwards what was measured then, some readings come twice and some never, and technicians enter late, mend and
 * withdraw. And each window that the model of maintenance alerts finds at risk is an alert, and no other.
 */
class SimulatedPlantIT {

    private static final int PORT_OFFSET = 23_900;
    private static final String PIPELINE = "predictive-maintenance";
    private static final String ALERTS = "maintenance-alerts";

    @TempDir
    private Path folder;

    private Weir weir;

    @BeforeEach
    void start() throws IOException {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        Path project = Weir.copyOfPipeline(PIPELINE, folder.resolve("project"));
        weir.expect(0, "run", project.toString());
    }

    @AfterEach
    void stop() {
        weir.down();
    }

    @Test
    void windowsAndCountsAreTheOraclesOverHttpAndOverMqttThoughTheGatewayIsKilled() throws Exception {
        Path overHttp = folder.resolve("http.ndjson");
        JsonNode first = summary(
                weir.expect(0, command("--speed max --start 2026-03-01T00:00:00Z --maintenance --expect " + overHttp)));
        assertThat(first.get("log_changes").asLong()).isGreaterThan(50);
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> countsAre(List.of(first)));
        windowsAre(overHttp, column -> true);
        Path alerts = Weir.copyOfPipeline(ALERTS, folder.resolve("alerts"));
        weir.expect(0, "run", alerts.toString());

        // What is in the log by now is the first plant's.
        Path overMqtt = folder.resolve("mqtt.ndjson");
        CompletableFuture<Weir.Answer> sending = CompletableFuture.supplyAsync(
                () -> weir.run(command("--over mqtt --speed 180x --start 2026-03-02T00:00:00Z --expect " + overMqtt)));
        long before = weir.streamCounts("telemetry").path("read").asLong();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> weir.streamCounts("telemetry").path("read").asLong() > before);
        weir.signal("KILL", "gateway");
        assertThat(sending).isNotDone();
        Weir.Answer answer = sending.get();
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        JsonNode second = summary(answer);
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> countsAre(List.of(first, second)));
        windowsAre(overMqtt, column -> !column.endsWith("_hours") && !column.endsWith("_services"));
        alertsAre(alerts);
        weir.expect(0, "audit", PIPELINE, "--deep");
    }

    private static JsonNode summary(Weir.Answer answer) {
        JsonNode summary = Http.json(answer.out()).get(0);
        long sent = summary.get("sent").asLong();
        assertThat(sent).isGreaterThan(50_000);
        assertThat(summary.get("acknowledged").asLong()).isEqualTo(sent);
        assertThat(summary.get("refused").asLong()).isZero();
        assertThat(summary.get("repeated").asLong()).isPositive();
        assertThat(summary.get("never_sent").asLong()).isPositive();
        return summary;
    }

    private void windowsAre(Path file, Predicate<String> columns) throws IOException {
        ExpectedWindows expected = ExpectedWindows.load(file);
        // The first hour has windows of the plant's clocks, which are a bit ahead or behind, too.
        assertThat(expected.windows()).hasSizeBetween(120 * 8, 120 * 10);
        assertThat(expected.windows()).anyMatch(window -> window.get("missing").asLong() > 0);
        Topic features = new Topic(weir, "machine_features");
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(expected.differences(features.newestByKey().values().stream(), columns))
                        .isEmpty());
    }

    /** Of both plants: what was there before, and what came while alerts were given. */
    private void alertsAre(Path project) throws Exception {
        Topic features = new Topic(weir, "machine_features");
        Topic alerts = new Topic(weir, "maintenance_alerts");
        try (ExpectedAlerts expected = new ExpectedAlerts(project)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(expected.differences(
                                    features.values(), alerts.newestByKey().values()))
                            .isEmpty());
            Set<String> names = expected.names(features.values());
            long windows = features.newestByKey().values().stream()
                    .filter(row -> row.get("minutes").asInt() == 10)
                    .count();
            assertThat(names).hasSizeBetween(100, (int) windows / 2);
        }
    }

    private static String[] command(String more) {
        return ("simulate plant --sensors 120 --machines 10 --gateways 8 --seed 4 --duration 90m --life 2h"
                        + " -o json " + more)
                .split(" ");
    }

    /** What was sent again on the way may have been stored twice; all else is the plants'. */
    private void countsAre(List<JsonNode> summaries) {
        JsonNode counts = weir.streamCounts("telemetry");
        long repeated = counts.path("repeated").asLong();
        assertThat(counts.path("read").asLong() - repeated).isEqualTo(sum(summaries, "unique"));
        assertThat(repeated - sum(summaries, "repeated")).isBetween(0L, sum(summaries, "sent_again"));
        assertThat(counts.path("dead").asLong()).isZero();
    }

    private static long sum(List<JsonNode> summaries, String column) {
        return summaries.stream()
                .mapToLong(summary -> summary.get(column).asLong())
                .sum();
    }
}
