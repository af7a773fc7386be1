package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.functions.score.TestingOnnx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream is scored, on the real servers, while its model is changed, broken, slow, taken away, and its job is lost. */
class ModelsIT {

    private static final int PORT_OFFSET = 22_300;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Weir weir;
    private Path project;
    private Topic scores;
    private int sent;

    @BeforeEach
    void start() throws IOException {
        project = Files.createDirectories(folder.resolve("wear"));
        write("weir.yaml", """
                name: wear
                models:
                  risk:
                    folder: models/risk
                    inputs: [x]
                    scores: { failure: score }
                accounts:
                  scored: { events: { of: readings$all }, rows: { of: scores }, by: [sensor] }
                """);
        write("streams/readings.avsc", """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "sensor", "type": "string"}, {"name": "x", "type": "int"}]}
                """);
        write("streams/readings.yaml", """
                stream: readings
                schema: readings.avsc
                key: sensor
                partitions: 2
                """);
        write("pipeline.sql", """
                CREATE TABLE scores (sensor STRING NOT NULL, x INT NOT NULL, failure DOUBLE, model_version STRING, unscored STRING)
                  DISTRIBUTED BY HASH(sensor) INTO 2 BUCKETS;
                INSERT INTO scores
                  SELECT sensor, x, failure, model_version, unscored
                  FROM readings$all, LATERAL TABLE(risk(x));
                """);
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        scores = new Topic(weir, "scores");
    }

    @AfterEach
    void stop() {
        weir.down();
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void put(String version, byte[] model) throws IOException {
        Path versions = Files.createDirectories(project.resolve("models/risk"));
        Path unfinished = Files.write(versions.resolve(version + ".part"), model);
        Files.move(unfinished, versions.resolve(version), StandardCopyOption.ATOMIC_MOVE);
    }

    private void send(int readings) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < readings; i++, sent++) {
            events.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("sensor", "s" + sent % 7)
                    .put("x", sent));
        }
        new Door(weir, "readings").send(events);
    }

    /** All scores, when there are as many as readings were sent. */
    private List<JsonNode> scored() {
        await().atMost(LONGEST).untilAsserted(() -> assertThat(scores.size()).isEqualTo(sent));
        return scores.records().stream()
                .map(record -> scores.decode(record.value()))
                .toList();
    }

    private static String fate(JsonNode score) {
        String version = text(score.get("model_version"));
        return version == null ? text(score.get("unscored")) : version;
    }

    /** Avro's JSON wraps what may be null in its type; the plain toString of a record doesn't. */
    private static String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    /** Sends single readings until the newest score is as wanted. */
    private void sendUntil(Predicate<String> wanted) {
        await().atMost(LONGEST).until(() -> {
            send(1);
            int newest = sent - 1;
            return scored().stream().anyMatch(score -> score.get("x").asInt() == newest && wanted.test(fate(score)));
        });
    }

    private Map<String, Long> fatesSince(int first) {
        return scored().stream()
                .filter(score -> score.get("x").asInt() >= first)
                .collect(Collectors.groupingBy(ModelsIT::fate, Collectors.counting()));
    }

    private String workerMetrics() {
        return Http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (7094 + PORT_OFFSET) + "/metrics"))
                        .build())
                .body();
    }

    @Test
    void nothingThatAModelDoesStopsTheStream() throws IOException {
        assertThat(weir.expect(1, "check", project.toString()).err()
                        + weir.run("check", project.toString()).out())
                .contains("weir.yaml:4:13", "MODEL-001");
        put("1.onnx", TestingOnnx.linear(0, 2));
        weir.expect(0, "check", project.toString());
        weir.up();
        weir.expect(0, "run", project.toString());
        String job = weir.job("wear").get("jid").asText();
        await().atMost(LONGEST).until(() -> new Door(weir, "readings").isOpen());

        send(100);
        assertThat(fatesSince(0)).isEqualTo(Map.of("1", 100L));

        // A broken version is refused, and the old one goes on.
        put("2.onnx", new byte[] {1, 2, 3});
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(workerMetrics())
                        .containsPattern("model_refused_versions\\{[^}]*model=\"risk\"[^}]*} 1"));
        int broken = sent;
        send(100);
        assertThat(fatesSince(broken)).isEqualTo(Map.of("1", 100L));

        // A newer one takes over.
        put("2.onnx", TestingOnnx.linear(100, 2));
        sendUntil("2"::equals);
        int swapped = sent;
        send(100);
        assertThat(fatesSince(swapped)).isEqualTo(Map.of("2", 100L));

        // One that is too slow lets all rows pass.
        put("3.onnx", TestingOnnx.slow(2500, 0));
        sendUntil(List.of("TIMEOUT", "BUSY")::contains);
        int slow = sent;
        send(2000);
        assertThat(fatesSince(slow).keySet()).isSubsetOf("TIMEOUT", "BUSY");

        // Without it, the one before scores again.
        Files.delete(project.resolve("models/risk/3.onnx"));
        sendUntil("2"::equals);

        assertThat(weir.job("wear").get("jid").asText()).isEqualTo(job);
        assertThat(weir.job("wear").at("/timestamps/RESTARTING").asLong()).isZero();

        // A lost job finds its models where a person keeps them; and it comes back without any, too.
        Path away = Files.move(project.resolve("models"), folder.resolve("away"));
        weir.kill("jobmanager");
        sendUntil("NO_MODEL"::equals);
        Files.move(away, project.resolve("models"));
        sendUntil("2"::equals);

        List<JsonNode> all = scored();
        assertThat(all.stream().map(score -> score.get("x").asInt())).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(score -> {
            int x = score.get("x").asInt();
            switch (fate(score)) {
                case "1" -> assertThat(score.get("failure").asDouble()).isEqualTo(2 * x);
                case "2" -> assertThat(score.get("failure").asDouble()).isEqualTo(100 + 2 * x);
                default -> assertThat(score.get("failure").isNull()).isTrue();
            }
        });
        weir.expect(0, "audit", "wear", "--deep");
    }
}
