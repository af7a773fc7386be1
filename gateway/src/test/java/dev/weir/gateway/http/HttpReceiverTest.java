package dev.weir.gateway.http;

import static dev.weir.gateway.http.Door.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.InMemoryEventLog;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReceiverTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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
    void oneEventIsStoredWithItsKeyAndAnsweredWithItsPosition() throws Exception {
        HttpResponse<String> answer = door.postJson("orders", "{'id':'a','at':0}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("{\"stored\":1,\"refused\":0,\"events\":[{\"partition\":0,\"offset\":0}]}");
        assertThat(log.events()).singleElement().satisfies(appended -> {
            assertThat(appended.topic()).isEqualTo("orders");
            assertThat(appended.event().key()).asString(UTF_8).isEqualTo("a");
            assertThat(HexFormat.of().formatHex(appended.event().value())).isEqualTo("000000000702610000");
        });
    }

    @Test
    void gatewayAcknowledgesOnlyAfterKafkaDid() throws Exception {
        log.holdBack();

        CompletableFuture<HttpResponse<String>> answer = door.postJsonAsync("orders", "{'id':'a','at':0}");
        await().until(() -> log.events().size() == 1);
        assertThat(answer).isNotDone();
        log.acknowledge();

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void arrayAndLinesAreStoredInOrder() throws Exception {
        HttpResponse<String> array = door.postJson("orders", " [{'id':'a','at':0},{'id':'b','at':0}] ");
        HttpResponse<String> lines =
                door.post("orders", "application/x-ndjson", quoted("{'id':'c','at':0}\r\n\n{'id':'d','at':0}"));

        assertThat(array.body()).contains("\"stored\":2");
        assertThat(lines.body()).contains("\"stored\":2");
        assertThat(log.events().stream().map(each -> new String(each.event().key(), UTF_8)))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void mixedRequestAnswersForEachEventInItsOrder() throws Exception {
        String body = "{'id':'a','at':0}\n{'id':7,'at':0}\n{'id'\n{'id':'d','at':0,'amount':1000}\n{'id':'e','at':0}";

        HttpResponse<String> answer = door.post("orders", "application/x-ndjson", quoted(body));

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode events = JSON.readTree(answer.body()).get("events");
        assertThat(events.findValuesAsText("status")).containsExactly("200", "422", "400", "422", "200");
        assertThat(events.get(1).get("path").asText()).isEqualTo("id");
        assertThat(events.get(1).get("expected").asText()).isEqualTo("a string");
        assertThat(events.get(1).get("found").asText()).isEqualTo("a whole number");
        assertThat(events.get(3).get("code").asText()).isEqualTo("RULE");
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void refusedElementOfAnArrayLeavesTheOthersAsTheyAre() throws Exception {
        HttpResponse<String> answer = door.postJson(
                "orders", "[{'id':{'x':[1,{}]},'at':0},7,null,[[]],{'y':[{}],'id':'b'},{'id':'c','at':0}]");

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode events = JSON.readTree(answer.body()).get("events");
        assertThat(events.findValuesAsText("status")).containsExactly("422", "422", "422", "422", "422", "200");
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void refusedEventGetsAProblemThatNamesTheField() throws Exception {
        HttpResponse<String> answer = door.postJson("orders", "{'id':'a','at':0,'amount':'secret'}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:weir:problem:wrong-type");
        assertThat(problem.get("status").asInt()).isEqualTo(422);
        assertThat(problem.get("code").asText()).isEqualTo("WRONG_TYPE");
        assertThat(problem.get("path").asText()).isEqualTo("amount");
        assertThat(problem.get("expected").asText()).isEqualTo("a 32-bit integer");
        assertThat(problem.get("found").asText()).isEqualTo("a string");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void brokenArrayIsRefusedAsAWhole() throws Exception {
        for (String body : List.of("[{'id':'a','at':0},", "[{'id':'a','at':0}", "[{'id':'a','at':0}]]", "[", "[]")) {
            assertThat(door.postJson("orders", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/avro, 02610000",
        "avro/binary, 02610000",
        "application/vnd.confluent.avro, 000000000702610000"
    })
    void readyAvroIsStored(String contentType, String hex) throws Exception {
        HttpResponse<String> answer =
                door.post("orders", contentType, HexFormat.of().parseHex(hex));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(HexFormat.of().formatHex(log.events().get(0).event().value()))
                .isEqualTo("000000000702610000");
    }

    @ParameterizedTest
    @CsvSource({
        "application/avro, 0261, 400",
        "application/avro, 0261000000, 400",
        "application/vnd.confluent.avro, 000000000902610000, 422",
        "application/vnd.confluent.avro, 010000000702610000, 400",
        "application/x-protobuf, 02610000, 415",
        "text/plain, 00, 415",
        "application/x-www-form-urlencoded, 00, 415",
        "application/json; charset=utf-16, 00, 415"
    })
    void readyBytesThatDoNotFitAreRefused(String contentType, String hex, int status) throws Exception {
        HttpResponse<String> answer =
                door.post("orders", contentType, HexFormat.of().parseHex(hex));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void unknownStreamIsAnsweredWithTheNearestName() throws Exception {
        HttpResponse<String> answer = door.postJson("order", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("UNKNOWN_STREAM", "orders");
    }

    @Test
    void otherMethodsPathsAndWishesAreRefused() throws Exception {
        HttpResponse<String> put = door.send(door.request("/streams/orders").PUT(BodyPublishers.noBody()));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("allow")).hasValue("POST");
        assertThat(door.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(door.send(door.request("/streams/orders")
                                .header("Content-Type", "application/json")
                                .header("Accept", "text/html, application/json;q=0")
                                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}"))))
                        .statusCode())
                .isEqualTo(406);
        assertThat(door.send(door.request("/streams/orders")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}"))))
                        .statusCode())
                .isEqualTo(415);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void boundsAreCheckedBeforeAnythingIsStored() throws Exception {
        byte[] large = new byte[(1 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        String tooMany = "{'id':'a','at':0}\n".repeat(1_001);
        String deep = "{'id':'a','at':0}\n".replace("0", "[".repeat(70) + "]".repeat(70));

        assertThat(door.post("orders", "application/json", large).statusCode()).isEqualTo(413);
        assertThat(door.send(door.request("/streams/orders")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(door.post("orders", "application/x-ndjson", quoted(tooMany)).statusCode())
                .isEqualTo(413);
        assertThat(door.postJson("orders", "[" + tooMany.strip().replace("\n", ",") + "]")
                        .statusCode())
                .isEqualTo(413);
        assertThat(door.postJson("orders", "[" + deep + "]").statusCode()).isEqualTo(413);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void thousandEventsAndAFullMebibyteAreTaken() throws Exception {
        byte[] event = quoted("{'id':'a','at':0}");
        byte[] padded = Arrays.copyOf(event, 1 << 20);
        Arrays.fill(padded, event.length, padded.length, (byte) ' ');

        assertThat(door.post("orders", "application/x-ndjson", quoted("{'id':'a','at':0}\n".repeat(1_000)))
                        .body())
                .contains("\"stored\":1000,");
        assertThat(door.post("orders", "application/json", padded).statusCode()).isEqualTo(200);
    }

    @Test
    void upsertStreamTakesTombstones() throws Exception {
        HttpResponse<String> answer =
                door.send(door.request("/streams/people/Ana%20%2F%20B").DELETE());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(log.events()).singleElement().satisfies(appended -> {
            assertThat(appended.event().key()).asString(UTF_8).isEqualTo("Ana / B");
            assertThat(appended.event().value()).isNull();
        });
        assertThat(door.send(door.request("/streams/orders/a").DELETE()).statusCode())
                .isEqualTo(422);
        assertThat(door.postJson("mirror", "{'id':'a','at':0}").statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "unidentified"})
    void timeOutIsAnsweredAsUnknownAndSafeToRepeatOnlyWithAnIdentity(String stream) throws Exception {
        log.failWith(AppendResult.Unknown::new);

        HttpResponse<String> answer = door.postJson(stream, "{'id':'a','at':0}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(JSON.readTree(answer.body()).get("title").asText())
                .isEqualTo(stream.equals("orders") ? "Unknown, safe to repeat" : "Unknown, may be stored");
    }

    @Test
    void logThatNeverAnswersIsUnknownAfterTheRequestTimeOut() throws Exception {
        log.holdBack();
        try (Door impatient =
                new Door(log, new HttpConfig("127.0.0.1", 0, 1 << 20, 1_000, 32L << 20, Duration.ofMillis(200)))) {
            HttpResponse<String> answer = impatient.postJson("orders", "{'id':'a','at':0}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("UNKNOWN_SAFE_TO_REPEAT");
        }
    }

    @Test
    void eventsThatThereIsNoRoomForAreNotStoredWhileOthersAre() throws Exception {
        Queue<AppendResult> answers = new ArrayDeque<>(List.of(new AppendResult.Busy()));
        log.failWith(answers::poll);

        HttpResponse<String> answer = door.postJson("orders", "[{'id':'a','at':0},{'id':'b','at':0}]");

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(JSON.readTree(answer.body()).get("events").findValuesAsText("status"))
                .containsExactly("503", "200");
    }

    @Test
    void bytesInFlightAreBoundedAndGivenBack() throws Exception {
        log.holdBack();
        try (Door small = new Door(log, new HttpConfig("127.0.0.1", 0, 1_000, 10, 1_000, Duration.ofSeconds(10)))) {
            String event = "{'id':'" + "x".repeat(300) + "','at':0}";
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(small.postJsonAsync("orders", event));
            }
            await().until(() -> log.events().size() == 3);

            HttpResponse<String> refused = small.postJson("orders", event);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.body()).contains("BUSY");
            log.acknowledge();
            for (CompletableFuture<HttpResponse<String>> answer : held) {
                assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(small.opened().inFlightBytes()).isZero();
        }
        assertThat(log.events()).hasSize(3);
    }

    @Test
    void healthAndStreamsTellWhatIs() throws Exception {
        assertThat(door.get("/health").statusCode()).isEqualTo(200);
        assertThat(door.get("/streams").body())
                .startsWith("{\"streams\":[{\"name\":\"mirror\",\"version\":1,\"schema\":\"avro\",\"mode\":\"cdc\"");

        log.setReachable(false);

        assertThat(door.get("/health").statusCode()).isEqualTo(503);
        assertThat(door.get("/health").body()).contains("\"kafka\":\"unreachable\"");
    }

    @ParameterizedTest
    @EnumSource
    void closingAnswersWhatIsOnItsWay(HttpClient.Version version) throws Exception {
        log.holdBack();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newBuilder()
                .version(version)
                .build()
                .sendAsync(
                        door.request("/streams/orders")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}")))
                                .build(),
                        BodyHandlers.ofString());
        await().until(() -> log.events().size() == 1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(door::close);
        await().until(() -> !accepts(door.opened().port()));
        assertThat(answer).isNotDone();
        log.acknowledge();

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(20, TimeUnit.SECONDS);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
