package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With checkpoints and the lake on S3, what was killed goes on from there, and each record is in the table once. */
class S3IT {

    private static final int PORT_OFFSET = 24_900;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ON_S3 = """
            name: payments
            environments:
              local: { checkpoints: "s3://weir/checkpoints", warehouse: "s3://weir/lake" }
            deliveries:
              lake: { stream: spending, iceberg: spending, commit: 1s }
            """;
    private static final int WAVE = 200;

    @TempDir
    private Path folder;

    private S3Mock store;
    private Weir weir;
    private Door door;

    @BeforeEach
    void start() throws IOException {
        store = S3Mock.start(folder);
        weir = new Weir(folder.resolve("home"), PORT_OFFSET, store.environment());
        weir.up("--s3");
        Path project = Weir.copyOfPipeline("payments", folder.resolve("project"));
        Files.writeString(project.resolve("weir.yaml"), ON_S3);
        weir.expect(0, "run", project.toString());
        door = new Door(weir, "payments");
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void killedFlinkGoesOnFromItsCheckpointOnS3() throws Exception {
        deliver(0);
        deliver(1);
        deliver(2);
        weir.awaitNextCheckpoint("payments");
        assertThat(store.list("checkpoints/")).contains("/_metadata");
        assertThat(store.list("lake/")).contains(".parquet");

        weir.kill(
                "jobmanager",
                "taskmanager"); // The supervisor starts both, and submits what they ran from its checkpoint.
        deliver(3);
        weir.down();
        weir.up();
        deliver(4);

        weir.awaitNextCheckpoint("payments");
        JsonNode table = JSON.readTree(weir.expect(0, "audit", "payments", "--deep", "-o", "json")
                        .out())
                .at("/tables/0");
        assertThat(table.get("rows").asLong())
                .isPositive()
                .isEqualTo(table.get("records").asLong());
        assertThat(table.get("wrong").asInt()).isZero();
        Path file = folder.resolve("spending.parquet");
        weir.expect(0, "features", "export", "spending", file.toString());
        assertThat(file).isNotEmptyFile();
        JsonNode done =
                JSON.readTree(weir.expect(0, "lake", "maintain", "-o", "json").out());
        assertThat(done.at("/0/compacted").asInt()).isPositive();
        awaitPayments(5 * WAVE);
        assertThat(filesThatSayTheSecret()).containsExactly("s3.properties");
    }

    private List<String> filesThatSayTheSecret() throws IOException {
        byte[] secret = S3Mock.SECRET.getBytes(StandardCharsets.ISO_8859_1);
        List<String> names = new ArrayList<>();
        for (String part : List.of("logs", "run", "secrets", "jobs", "tmp")) {
            Path root = folder.resolve("home").resolve(part);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                        if (text.contains(new String(secret, StandardCharsets.ISO_8859_1))) {
                            names.add(file.getFileName().toString());
                        }
                    }
                }
            }
        }
        return names;
    }

    /** In a commit of its own. */
    private void deliver(int wave) {
        send(wave);
        awaitPayments((wave + 1) * WAVE);
    }

    private void send(int wave) {
        List<ObjectNode> payments = new ArrayList<>();
        for (int i = wave * WAVE; i < (wave + 1) * WAVE; i++) {
            payments.add(JSON.createObjectNode()
                    .put("customer", "c" + i % 5)
                    .put("payment_id", "p" + i)
                    .put("amount", "1.50")
                    .put("paid_at", "2026-01-31T12:00:00Z"));
        }
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);
        door.send(payments);
    }

    private void awaitPayments(int count) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> JSON.readTree(weir.expect(
                                                0,
                                                "query",
                                                "-o",
                                                "json",
                                                "SELECT coalesce(sum(payments), 0) AS n FROM spending_latest")
                                        .out())
                                .at("/0/n")
                                .asInt()
                        == count);
    }
}
