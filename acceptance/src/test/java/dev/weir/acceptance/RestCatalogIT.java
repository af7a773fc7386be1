package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a REST server for its catalog, the lake has each record once, behind a kill and by commands that don't know the token. */
class RestCatalogIT {

    private static final int PORT_OFFSET = 24_600;
    private static final JsonMapper JSON = new JsonMapper();
    private static final int WAVE = 200;

    @TempDir
    private Path folder;

    private CatalogServer server;
    private Weir weir;
    private Door door;

    @BeforeEach
    void start() throws Exception {
        server = CatalogServer.start();
        Path project = Weir.copyOfPipeline("payments", folder.resolve("project"));
        Files.writeString(project.resolve("weir.yaml"), """
                name: payments
                environments:
                  local:
                    warehouse: "%s"
                    catalog: { type: rest, uri: "%s", token: "${LAKE_TOKEN}" }
                deliveries:
                  lake: { stream: spending, iceberg: spending, commit: 1s }
                """.formatted(
                        folder.resolve("warehouse").toUri(), server.uri()));
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        new Weir(folder.resolve("home"), PORT_OFFSET, Map.of("LAKE_TOKEN", CatalogServer.TOKEN))
                .expect(0, "run", project.toString());
        door = new Door(weir, "payments");
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);
    }

    @AfterEach
    void stop() throws Exception {
        if (weir != null) {
            weir.down();
        }
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void restServerKnowsTheTableAndEachRecordIsInItOnce() throws Exception {
        deliver(0);
        deliver(1);
        deliver(2);
        weir.kill("taskmanager"); // The supervisor starts another.
        deliver(3);

        weir.awaitNextCheckpoint("payments");
        JsonNode table = JSON.readTree(weir.expect(0, "audit", "payments", "--deep", "-o", "json")
                        .out())
                .at("/tables/0");
        assertThat(table.get("rows").asLong())
                .isPositive()
                .isEqualTo(table.get("records").asLong());
        assertThat(table.get("wrong").asInt()).isZero();
        JsonNode done =
                JSON.readTree(weir.expect(0, "lake", "maintain", "-o", "json").out());
        assertThat(done.at("/0/compacted").asInt()).isPositive();
        awaitPayments(4 * WAVE);
        assertThat(server.has("spending")).isTrue();
        assertThat(server.told()).containsExactly("Bearer " + CatalogServer.TOKEN);
        assertThat(folder.resolve("warehouse/spending/data")).isDirectory();
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
