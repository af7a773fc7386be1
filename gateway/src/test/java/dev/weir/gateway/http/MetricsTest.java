package dev.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.log.InMemoryEventLog;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final String GOOD = "{'id': 'a', 'at': '2026-01-01T00:00:00Z'}";
    private static final String RULE_BROKEN = "{'id': 'a', 'at': '2026-01-01T00:00:00Z', 'amount': 1000}";

    private final InMemoryEventLog log = new InMemoryEventLog();
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(log);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void acceptedAndRefusedEventsAreCountedByStreamAndReason() throws Exception {
        door.postJson("orders", GOOD);
        door.postJson("orders", RULE_BROKEN);
        door.postJson("people", GOOD);
        door.post("orders", "application/x-ndjson", Door.quoted(GOOD + "\n" + GOOD + "\n{'id': 1}\n"));

        assertThat(lines())
                .contains(
                        "weir_gateway_events_accepted_total{stream=\"orders\"} 3.0",
                        "weir_gateway_events_accepted_total{stream=\"people\"} 1.0",
                        "weir_gateway_events_refused_total{reason=\"RULE\",stream=\"orders\"} 1.0",
                        "weir_gateway_events_refused_total{reason=\"WRONG_TYPE\",stream=\"orders\"} 1.0",
                        "weir_gateway_requests_total{status=\"200\"} 2.0",
                        "weir_gateway_requests_total{status=\"422\"} 1.0",
                        "weir_gateway_requests_total{status=\"207\"} 1.0",
                        "weir_gateway_request_duration_seconds_count{stream=\"orders\"} 3",
                        "weir_gateway_kafka_ack_duration_seconds_count{stream=\"orders\"} 3",
                        "weir_gateway_received_bytes_total{stream=\"people\"} " + (double) GOOD.length(),
                        "weir_gateway_requests_in_flight 0.0",
                        "weir_gateway_bytes_in_flight 0.0",
                        "weir_gateway_streams 4.0",
                        "weir_gateway_kafka_up 1.0");
    }

    @Test
    void namesThatOnlyAClientKnowsBecomeNoLabels() throws Exception {
        door.postJson("no-such-stream", GOOD);
        door.postJson("mirror", GOOD);

        assertThat(lines())
                .contains(
                        "weir_gateway_requests_total{status=\"404\"} 1.0",
                        "weir_gateway_requests_total{status=\"409\"} 1.0",
                        "weir_gateway_requests_in_flight 0.0")
                .noneMatch(line -> line.contains("no-such-stream"));
    }

    @Test
    void clientThatGoesAwayIsNoLongerInFlight() throws Exception {
        try (var socket = new Socket("127.0.0.1", door.opened().port())) {
            socket.getOutputStream()
                    .write(("POST /streams/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().untilAsserted(() -> assertThat(lines()).contains("weir_gateway_requests_in_flight 1.0"));
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(lines())
                        .contains(
                                "weir_gateway_requests_in_flight 0.0",
                                "weir_gateway_requests_total{status=\"0\"} 1.0"));
    }

    @Test
    void eachMetricHasAHelpAndAType() throws Exception {
        door.postJson("orders", GOOD);
        HttpResponse<String> answer = door.get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Pattern name = Pattern.compile("^(\\w+?)(_bucket|_sum|_count)?[ {].*");
        assertThat(answer.body().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(answer.body())
                        .contains("# HELP " + name.matcher(line).replaceFirst("$1") + " "));
    }

    private List<String> lines() throws Exception {
        return door.get("/metrics").body().lines().toList();
    }
}
