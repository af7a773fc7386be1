package dev.weir.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.access.ApiKey;
import dev.weir.contract.access.KeyLog;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.publish.CompactedTopicWriter;
import dev.weir.gateway.http.Door;
import dev.weir.gateway.http.MalformedBodies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in front of a real Kafka and a real registry. */
class GatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path home;

    private static TestingGateway gateway;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        gateway = TestingGateway.start(home);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void publishedStreamIsServedWithoutARestartAndStoredEventsAreInKafkaWhereTheAnswerSays() throws Exception {
        publish("orders");
        String events = "[{'id':'a','at':0},{'id':'b','at':1,'amount':5},{'id':'a','at':2}]";

        HttpResponse<String> answer = post("orders", Door.quoted(events));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Map<String, ConsumerRecord<byte[], byte[]>> stored = read("orders");
        List<String> json = new ArrayList<>();
        JsonEventDecoder decoder =
                new JsonEventDecoder(source("orders").contract().schema());
        for (JsonNode position : JSON.readTree(answer.body()).get("events")) {
            json.add(decoder.decode(stored.get(position.get("partition") + "-" + position.get("offset"))
                    .value()));
        }
        assertThat(json)
                .containsExactly(
                        "{\"id\":\"a\",\"at\":\"1970-01-01T00:00:00Z\",\"amount\":null}",
                        "{\"id\":\"b\",\"at\":\"1970-01-01T00:00:00.001Z\",\"amount\":5}",
                        "{\"id\":\"a\",\"at\":\"1970-01-01T00:00:00.002Z\",\"amount\":null}");
    }

    @Test
    void thousandMalformedBodiesAreRefusedAndNoneIsStored() throws Exception {
        publish("malformed");

        for (byte[] body : MalformedBodies.of(1_000)) {
            HttpResponse<String> answer = post("malformed", body);
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 413, 422);
        }

        assertThat(read("malformed")).isEmpty();
    }

    @Test
    void keysAreTakenAndRevokedWithoutARestart() throws Exception {
        publish("kept");
        ApiKey.Issued issued = ApiKey.issue("shop", List.of("kept"), List.of(), null, Instant.now());
        try (CompactedTopicWriter log = KeyLog.writer(gateway.kafka())) {
            KeyLog.put(log, issued.key());
            KeyLog.require(log, true);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> post("kept", event(0)).statusCode() == 401);
            assertThat(postWith("kept", issued.text())).isEqualTo(200);

            KeyLog.revoke(log, issued.key().id());
            await().atMost(Duration.ofSeconds(20)).until(() -> postWith("kept", issued.text()) == 401);

            KeyLog.require(log, false);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> post("kept", event(1)).statusCode() == 200);
        }
        String stored = read(KeyLog.TOPIC).values().stream()
                .map(each ->
                        new String(each.key(), UTF_8) + (each.value() == null ? "" : new String(each.value(), UTF_8)))
                .collect(Collectors.joining());
        assertThat(stored).contains("shop").doesNotContain(issued.text().substring("weir_12345678_".length()));
    }

    private static int postWith(String stream, String key) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(uri("/streams/" + stream))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + key)
                                .POST(BodyPublishers.ofByteArray(event(0)))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /** Kafka dies by force under load and comes back: each answer is true, and nothing piles up. */
    @Test
    void answersAreTrueWhileKafkaIsGone() throws Exception {
        publish("survivors");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(postAsync("survivors", event(i)));
        }
        gateway.killKafka();
        for (int i = 200; i < 400; i++) {
            answers.add(postAsync("survivors", event(i)));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/health").statusCode() == 503);
        Set<String> acknowledged = new HashSet<>();
        Set<String> surelyNotStored = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            HttpResponse<String> answer = answers.get(i).get(30, TimeUnit.SECONDS);
            if (answer.statusCode() == 200) {
                acknowledged.add("e" + i);
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                if (JSON.readTree(answer.body()).get("code").asText().equals("BUSY")) {
                    surelyNotStored.add("e" + i);
                } else {
                    assertThat(answer.body()).contains("Unknown, safe to repeat");
                }
            }
        }

        gateway.bringBack();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> post("survivors", event(400)).statusCode() == 200);

        Set<String> stored = new HashSet<>();
        read("survivors").values().forEach(each -> stored.add(new String(each.key(), UTF_8)));
        assertThat(stored).containsAll(acknowledged).contains("e400").noneMatch(surelyNotStored::contains);
        // It asks Kafka once a second, so an event may get through before it knows.
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/health").statusCode() == 200);
    }

    private static byte[] event(int number) {
        return Door.quoted("{'id':'e" + number + "','at':0}");
    }

    private static ContractSource source(String stream) throws Exception {
        String yaml = """
                stream: %s
                schema: order.avsc
                mode: append
                key: id
                time: { field: at, disorder: 30s }
                identity: { id: id, within: 1h }
                partitions: 3
                rules: [ "amount == null || amount < 1000" ]
                """.formatted(stream);
        return ContractSource.parse(Path.of(stream + ".yaml"), yaml, SchemaFormat.AVRO, Door.SCHEMA);
    }

    private static void publish(String stream) throws Exception {
        gateway.publish(source(stream));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return gateway.get(path);
    }

    private static HttpResponse<String> post(String stream, byte[] body)
            throws InterruptedException, ExecutionException, TimeoutException {
        return postAsync(stream, body).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<HttpResponse<String>> postAsync(String stream, byte[] body) {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(uri("/streams/" + stream))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return gateway.http(path);
    }

    private static Map<String, ConsumerRecord<byte[], byte[]>> read(String topic) {
        return gateway.read(topic);
    }
}
