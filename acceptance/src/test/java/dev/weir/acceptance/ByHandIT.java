package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data go in from a file and come out as lines. */
class ByHandIT {

    private static final int PORT_OFFSET = 21_700;
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    private static Path home;

    @TempDir
    private Path files;

    private static Weir weir;

    @BeforeAll
    static void start() {
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        weir.expect(0, "apply", Weir.repository().resolve("pipelines/payments").toString());
    }

    @AfterAll
    static void stop() {
        weir.down();
    }

    @Test
    void fileIsPublishedAndTailedAndTheTraceArrives() throws IOException {
        Path csv = Files.writeString(files.resolve("payments.csv"), """
                customer;No;amount;paid_at
                ana;p-1;20.00;2026-01-31T12:00:00Z
                ben;p-2;-5.00;2026-01-31T12:00:05Z
                cleo;p-3;7.5;2026-01-31T12:00:06Z
                """);

        Weir.Answer published = weir.expect(
                1,
                "publish",
                "payments",
                "--file",
                csv.toString(),
                "--delimiter",
                ";",
                "--map",
                "No=payment_id",
                "-o",
                "json");

        JsonNode counts = Http.json(published.out()).get(0);
        assertThat(counts.get("stored").asInt()).isEqualTo(2);
        assertThat(counts.get("refused").asInt()).isEqualTo(1);
        JsonNode refused = Http.json(Files.readString(files.resolve("payments.csv.refused.ndjson")));
        assertThat(refused.get("line").asInt()).isEqualTo(3);
        assertThat(refused.get("code").asText()).isEqualTo("RULE");

        HttpRequest traced = HttpRequest.newBuilder(URI.create(weir.gateway() + "/streams/payments"))
                .header("Content-Type", "application/json")
                .header("traceparent", TRACE)
                .POST(BodyPublishers.ofString("{\"customer\":\"dora\",\"payment_id\":\"p-4\",\"amount\":\"1.00\","
                        + "\"paid_at\":\"2026-01-31T12:00:07Z\"}"))
                .build();
        assertThat(Http.send(traced).statusCode()).isEqualTo(200);

        List<JsonNode> tailed = weir.expect(
                        0,
                        "tail",
                        "payments",
                        "--from",
                        "-10m",
                        "--where",
                        "amount > 1.0",
                        "--seconds",
                        "8",
                        "-o",
                        "json")
                .out()
                .lines()
                .map(Http::json)
                .toList();
        assertThat(tailed).extracting(line -> line.get("key").asText()).containsExactlyInAnyOrder("ana", "cleo");
        assertThat(tailed)
                .extracting(line -> line.at("/value/amount").asText())
                .containsExactlyInAnyOrder("20.00", "7.50");
        assertThat(headersOf("dora")).containsEntry("traceparent", TRACE);
        assertThat(weir.run("tail", "payment").exitCode()).isEqualTo(3);
        JsonNode schema = Http.json(URI.create(weir.gateway() + "/streams/payments/schema"));
        assertThat(schema.get("schema").asText()).contains("payment_id");
    }

    @Test
    void parquetIsPublishedLikeOtherFiles() throws IOException {
        Path parquet = files.resolve("payments.parquet");
        try (InputStream rows = ByHandIT.class.getResourceAsStream("payments.parquet")) {
            Files.copy(Objects.requireNonNull(rows), parquet);
        }

        Weir.Answer published = weir.expect(1, "publish", "payments", "--file", parquet.toString(), "-o", "json");

        JsonNode counts = Http.json(published.out()).get(0);
        assertThat(counts.get("stored").asInt()).isEqualTo(2);
        JsonNode refused = Http.json(Files.readString(files.resolve("payments.parquet.refused.ndjson")));
        assertThat(refused.get("line").asInt()).isEqualTo(2);
        assertThat(refused.get("code").asText()).isEqualTo("RULE");
        List<String> tailed = weir.expect(
                        0,
                        "tail",
                        "payments",
                        "--from",
                        "-10m",
                        "--where",
                        "payment_id.startsWith('q-')",
                        "--seconds",
                        "8")
                .out()
                .lines()
                .toList();
        assertThat(tailed).hasSize(2).anyMatch(line -> line.contains("12.50")).anyMatch(line -> line.contains("gus"));
        assertThat(weir.run(
                                "publish",
                                "payments",
                                "--file",
                                files.resolve("none.parquet").toString())
                        .exitCode())
                .isEqualTo(3);
    }

    /** Each command of docs/http.md that has an answer beside it gets that answer, but for what differs each time. */
    @Test
    void examplesOfTheDoorAnswerAsTheDocsSay() throws IOException {
        weir.expect(
                0, "apply", Weir.repository().resolve("pipelines/activity-feed").toString());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Http.json(URI.create(weir.gateway() + "/streams"))
                        .toString()
                        .contains("\"activities\""));
        Matcher examples = Pattern.compile("```bash\n([^`]*?curl[^`]*?)```\n```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Weir.repository().resolve("docs/http.md")));
        int compared = 0;
        for (; examples.find(); compared++) {
            String command = examples.group(1).replace("http://127.0.0.1:7070", weir.gateway());
            assertAnswer(examples.group(2), weir.expectShell(command).out(), command);
        }
        assertThat(compared).isGreaterThan(4);
    }

    private static void assertAnswer(String documented, String answer, String command) {
        if (documented.contains("…")) {
            String begin = documented.substring(0, documented.indexOf('…')).replaceAll("\\d+", "0");
            assertThat(answer.replaceAll("\\d+", "0")).as(command).startsWith(begin);
            return;
        }
        assertThat(stable(Http.json(answer))).as(command).isEqualTo(stable(Http.json(documented)));
    }

    /** Without what differs from run to run: positions, ids, and which other streams there are. */
    private static JsonNode stable(JsonNode json) {
        json.findParents("offset").forEach(each -> ((ObjectNode) each).remove(List.of("partition", "offset")));
        if (json.has("streams")) {
            ((ObjectNode) json).remove("streams");
        }
        return json;
    }

    @Test
    void keyOpensItsStreamUntilItIsRevoked() throws IOException {
        Path file = Files.writeString(
                files.resolve("one.ndjson"),
                "{\"customer\":\"ana\",\"payment_id\":\"k-1\",\"amount\":\"1.00\",\"paid_at\":\"2026-01-31T12:00:00Z\"}\n");
        Weir.Answer created =
                weir.expect(0, "keys", "create", "shop", "--stream", "payments", "--rate", "50/s", "-o", "json");
        JsonNode key = Http.json(created.out()).get(0);
        assertThat(weir.run("keys", "create", "x", "--stream", "payment").exitCode())
                .isEqualTo(3);
        weir.expect(0, "keys", "require", "on");

        await().atMost(Duration.ofMinutes(1))
                .until(() -> weir.run("publish", "payments", "--file", file.toString())
                                .exitCode()
                        == 5);
        String withKey = "WEIR_API_KEY=" + key.get("key").asText() + " ./weir publish payments --file " + file;
        assertThat(weir.shell(withKey).exitCode()).isZero();

        JsonNode listed = Http.json(weir.expect(0, "keys", "list", "-o", "json").out());
        assertThat(listed.get(0).get("name").asText()).isEqualTo("shop");
        assertThat(listed.toString()).doesNotContain(key.get("key").asText().substring(14));
        weir.expect(0, "keys", "revoke", key.get("id").asText());
        await().atMost(Duration.ofMinutes(1)).until(() -> weir.shell(withKey).exitCode() == 5);
        assertThat(weir.run("keys", "revoke", "00000000").exitCode()).isEqualTo(3);
        weir.expect(0, "keys", "require", "off");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> weir.run("publish", "payments", "--file", file.toString())
                                .exitCode()
                        == 0);
    }

    @Test
    void windowsOfALiveStreamCloseThoughThreePartitionsAreSilentAndThoughAllAre() throws IOException {
        QuietPlant plant = QuietPlant.run(weir, files.resolve("quiet-plant"));
        await().atMost(Duration.ofMinutes(1)).until(plant::isOpen);

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    plant.measure();
                    return plant.inWindows() > 0;
                });
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(plant.inWindows()).isEqualTo(plant.sent()));

        assertThat(weir.expect(0, "tail", "readings", "--from", "beginning", "--seconds", "4")
                        .out()
                        .lines())
                .hasSize(plant.sent());
        JsonNode audited = plant.audited();
        assertThat(audited.get("on_time").asInt()).isEqualTo(plant.sent());
        assertThat(audited.get("read").asInt()).isEqualTo(plant.sent());
        assertThat(audited.get("heartbeats").asInt()).isPositive();

        // Heartbeats alone are nothing that a pipeline is behind.
        weir.expect(0, "stop", QuietPlant.PIPELINE);
        double before = plant.heartbeats();
        await().atMost(Duration.ofMinutes(2)).until(() -> plant.heartbeats() > before);
        JsonNode stopped = weir.streamCounts("readings");
        assertThat(stopped.get("lag_records").asInt()).isZero();
        assertThat(stopped.get("lag_seconds").asDouble()).isZero();
    }

    @Test
    void recordedEventsAreMaskedAndRunAsATest() throws IOException {
        Path project = people();
        weir.expect(0, "apply", project.toString());
        Path file = Files.writeString(project.resolve("signups.ndjson"), """
                {"user_id":"u-1001","signup_id":"s1","email":"Ana.Bell@x.org","at":"2026-01-31T12:00:00Z","age":33}
                {"user_id":"u-1002","signup_id":"s2","email":"ben@y.org","at":"2026-01-31T12:00:01Z","age":33}
                {"user_id":"u-1001","signup_id":"s1","email":"Ana.Bell@x.org","at":"2026-01-31T12:00:00Z","age":33}
                """);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> weir.run("publish", "signups", "--file", file.toString())
                                .exitCode()
                        == 0);
        Topic signups = new Topic(weir, "signups");
        byte[] tooYoung = signups.records().get(0).value().clone();
        tooYoung[tooYoung.length - 1] = 2 * 5;
        signups.write("u-1001", List.of(tooYoung));

        String recorded = weir.expect(0, "test", project.toString(), "--record", "signups")
                .out();

        assertThat(recorded).doesNotContain("u-100", "Ana", "ben").contains("- unchecked: {", "@");
        assertThat(recorded.split("- event: ", -1)).hasSize(4);
        Path test = Files.createDirectory(project.resolve("tests")).resolve("recorded.yaml");
        String expected = "expect: { ages: [ { age: 33, n: 2 } ], signups$dead: [ { code: RULE } ] }";
        Files.writeString(test, recorded.replaceAll("expect: \\{}.*", Matcher.quoteReplacement(expected)));
        weir.expect(0, "test", project.toString());

        assertThat(weir.expect(3, "test", project.toString(), "--record", "signup")
                        .err())
                .contains("no stream 'signup'");
        assertThat(weir.expect(3, "test", project.toString(), "--record", "ages")
                        .err())
                .contains("no events yet");
    }

    private Path people() throws IOException {
        Path project = Files.createDirectory(files.resolve("people"));
        Files.createDirectory(project.resolve("streams"));
        Files.writeString(project.resolve("weir.yaml"), "name: people\n");
        Files.writeString(project.resolve("streams/signups.yaml"), """
                stream: signups
                schema: signups.avsc
                key: user_id
                time: { field: at, disorder: 30s }
                identity: { id: [user_id, signup_id], within: 1h }
                partitions: 2
                personal: [user_id, email]
                rules: [ "email.contains('@')", "age > 17" ]
                """);
        Files.writeString(project.resolve("streams/signups.avsc"), """
                {"type": "record", "name": "Signup", "fields": [
                  {"name": "user_id", "type": "string"}, {"name": "signup_id", "type": "string"},
                  {"name": "email", "type": "string"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "age", "type": "int"}]}
                """);
        Files.writeString(project.resolve("streams/ages.yaml"), """
                stream: ages
                schema: ages.avsc
                mode: upsert
                key: age
                partitions: 1
                """);
        Files.writeString(project.resolve("streams/ages.avsc"), """
                {"type": "record", "name": "Age", "fields": [
                  {"name": "age", "type": "int"}, {"name": "n", "type": "long"}]}
                """);
        Files.writeString(
                project.resolve("pipeline.sql"), "INSERT INTO ages SELECT age, COUNT(*) FROM signups GROUP BY age;\n");
        return project;
    }

    private Map<String, String> headersOf(String key) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", weir.kafka(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("payments").stream()
                    .map(info -> new TopicPartition("payments", info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int i = 0; i < 20; i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        return Arrays.stream(record.headers().toArray())
                                .collect(Collectors.toMap(
                                        header -> header.key(),
                                        header -> new String(header.value(), StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        throw new AssertionError("There is no record with the key " + key);
    }
}
