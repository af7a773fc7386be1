package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the endpoints and {@code weir status} show is what was sent. */
class ObservationIT {

    private static final int PORT_OFFSET = 21_900;
    private static final int GOOD = 40;
    private static final int REPEATED = 5;
    private static final int REFUSED = 3;
    private static final int MALFORMED = 4;
    private static final int MORE = 7;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("(?m)^# TYPE (\\w+) .*$");

    @TempDir
    private Path home;

    private Weir weir;

    @BeforeEach
    void start() {
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        weir.expect(0, "run", Weir.repository().resolve("pipelines/payments").toString());
    }

    @AfterEach
    void stop() {
        weir.down();
    }

    @Test
    void numbersAreThoseOfWhatWasSentAndLagGrowsWhileNobodyReads() throws IOException {
        Door door = new Door(weir, "payments");
        await().atMost(Duration.ofMinutes(2)).until(door::isOpen);
        List<ObjectNode> payments = payments(0, GOOD, "10.00");
        door.send(payments);
        door.send(payments.subList(0, REPEATED));
        payments(GOOD, REFUSED, "-1.00")
                .forEach(payment -> door.post("application/json", BodyPublishers.ofString(payment.toString())));
        new Topic(weir, "payments").write("ana", malformed());

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertStatus(weir.status()));
        assertThat(pipelines())
                .contains(
                        "weir_stream_events_read_total" + labels("fate=\"on_time\",", "payments") + " 40.0",
                        "weir_stream_events_read_total" + labels("fate=\"duplicate\",", "payments") + " 5.0",
                        "weir_stream_events_read_total" + labels("fate=\"dead\",", "payments") + " 4.0",
                        "weir_stream_dead_letters_total{pipeline=\"payments\",reason=\"MALFORMED\",stream=\"payments\"} 4.0",
                        "weir_stream_latency_seconds_count" + labels("", "payments") + " 40",
                        "weir_stream_lag_records" + labels("", "payments") + " 0.0",
                        "weir_stream_rows_written_total" + labels("", "spending") + " 40.0",
                        "weir_pipeline_running{pipeline=\"payments\"} 1.0");
        assertThat(gateway())
                .contains(
                        "weir_gateway_events_accepted_total{stream=\"payments\"} 45.0",
                        "weir_gateway_events_refused_total{reason=\"RULE\",stream=\"payments\"} 3.0",
                        "weir_gateway_kafka_ack_duration_seconds_count{stream=\"payments\"} 45");
        assertThat(names()).isSubsetOf(documented());

        weir.expect(0, "stop", "payments");
        door.send(payments(100, MORE, "10.00"));

        JsonNode first = lag();
        assertThat(first.get("lag_records").asInt()).isEqualTo(MORE);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonNode later = lag();
            assertThat(later.get("lag_records").asInt()).isEqualTo(MORE);
            assertThat(later.get("lag_seconds").asDouble())
                    .isGreaterThan(first.get("lag_seconds").asDouble() + 1);
        });
        // Whoever asks again is told again.
        for (int scrape = 0; scrape < 3; scrape++) {
            assertThat(pipelines())
                    .contains(
                            "weir_stream_lag_records" + labels("", "payments") + " 7.0",
                            "weir_pipeline_wanted{pipeline=\"payments\"} 0.0",
                            "weir_pipeline_running{pipeline=\"payments\"} 0.0")
                    .anyMatch(line -> line.startsWith("weir_stream_lag_seconds{"));
        }
    }

    private static void assertStatus(JsonNode status) {
        JsonNode stream = status.at("/streams/0");
        assertThat(stream.path("read").asInt()).isEqualTo(GOOD + REPEATED + MALFORMED);
        assertThat(stream.path("on_time").asInt()).isEqualTo(GOOD);
        assertThat(stream.path("repeated").asInt()).isEqualTo(REPEATED);
        assertThat(stream.path("dead").asInt()).isEqualTo(MALFORMED);
        assertThat(stream.path("lag_records").asInt()).isZero();
        assertThat(stream.path("lag_seconds").asDouble()).isZero();
        JsonNode dead = status.at("/dead_letters/0");
        assertThat(dead.path("reason").asText()).isEqualTo("MALFORMED");
        assertThat(dead.path("dead_letters").asInt()).isEqualTo(MALFORMED);
        JsonNode pipeline = status.at("/pipelines/0");
        assertThat(pipeline.path("state").asText()).isEqualTo("running");
        assertThat(pipeline.path("checkpoint_took_seconds").asDouble()).isPositive();
    }

    private JsonNode lag() {
        return weir.streamCounts("payments");
    }

    /** Events of their own times and ids. */
    private static List<ObjectNode> payments(int from, int count, String amount) {
        Instant begin = Instant.parse("2026-01-31T12:00:00Z");
        List<ObjectNode> payments = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            payments.add(JSON.createObjectNode()
                    .put("customer", "c-" + i % 5)
                    .put("payment_id", "p-" + i)
                    .put("amount", amount)
                    .put("paid_at", begin.plusMillis(i).toString()));
        }
        return payments;
    }

    private static List<byte[]> malformed() {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < MALFORMED; i++) {
            records.add(("no event " + i).getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static String labels(String first, String stream) {
        return "{" + first + "pipeline=\"payments\",stream=\"" + stream + "\"}";
    }

    private List<String> gateway() {
        return text(weir.gateway() + "/metrics").lines().toList();
    }

    private List<String> pipelines() {
        return text(weir.metrics()).lines().toList();
    }

    private static String text(String address) {
        return Http.send(HttpRequest.newBuilder(URI.create(address)).build()).body();
    }

    private List<String> names() {
        return NAME.matcher(text(weir.gateway() + "/metrics") + text(weir.metrics()))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> documented() throws IOException {
        return Pattern.compile("(?m)^\\| `(weir_\\w+)` ")
                .matcher(Files.readString(Weir.repository().resolve("docs/metrics.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
