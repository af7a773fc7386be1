package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the lake have each record of their stream once, before and behind kills and maintenance, by the audit's count. */
class LakeIT {

    private static final int PORT_OFFSET = 21_300;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TABLES = """
            name: payments
            deliveries:
              lake: { stream: spending, iceberg: spending, commit: 1s }
              receipts: { stream: receipts, iceberg: receipts, partition: customer, commit: 1s }
            """;
    private static final String RECEIPTS = """

            CREATE TABLE receipts (customer STRING NOT NULL, payment_id STRING, amount DECIMAL(12, 2))
              DISTRIBUTED BY HASH(customer) INTO 2 BUCKETS;
            INSERT INTO receipts SELECT customer, payment_id, amount FROM payments$all;
            """;
    private static final int WAVE = 200;
    private static final int CUSTOMERS = 5;

    @TempDir
    private Path folder;

    private Weir weir;
    private Door door;

    @BeforeEach
    void start() throws IOException {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        Path project = Weir.copyOfPipeline("payments", folder.resolve("project"));
        Files.writeString(project.resolve("weir.yaml"), TABLES);
        Path sql = project.resolve("pipeline.sql");
        Files.writeString(sql, Files.readString(sql) + RECEIPTS);
        weir.expect(0, "run", project.toString());
        door = new Door(weir, "payments");
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void tableHasEachRecordOnceAndMaintenanceChangesNoRow() throws Exception {
        send(0);
        awaitRows(WAVE);
        weir.kill("taskmanager"); // The supervisor starts another.
        send(1);
        awaitRows(2 * WAVE);
        eachRecordIsOneRow();
        Instant then = Instant.now();
        JsonNode spentThen = query("SELECT customer, payments FROM spending_latest ORDER BY customer");

        send(2);
        awaitRows(3 * WAVE);
        send(3);
        awaitRows(4 * WAVE);
        JsonNode done = json(weir.expect(0, "lake", "maintain", "--output", "json"));
        send(4);
        awaitRows(5 * WAVE);

        await().atMost(Duration.ofMinutes(1)).until(() -> lag("payments.receipts") == 0);
        assertThat(done.get(0).get("table").asText()).isEqualTo("receipts");
        assertThat(done.get(0).get("into").asInt()).isEqualTo(CUSTOMERS);
        assertThat(done.get(0).get("compacted").asInt()).isGreaterThan(CUSTOMERS);
        eachRecordIsOneRow();
        assertThat(json(weir.expect(
                        0,
                        "query",
                        "--as-known-at",
                        then.toString(),
                        "--output",
                        "json",
                        "SELECT customer, payments FROM spending_latest ORDER BY customer")))
                .isEqualTo(spentThen);
        Path file = folder.resolve("features.parquet");
        JsonNode exported = json(weir.expect(
                0,
                "features",
                "export",
                "spending",
                file.toString(),
                "--as-known-at",
                then.toString(),
                "--to",
                "parquet",
                "--output",
                "json"));
        assertThat(exported.get(0).get("rows").asInt()).isEqualTo(CUSTOMERS);
        assertThat(file).isNotEmptyFile();
    }

    /** By the audit, which is told what Kafka has and reads each row. */
    private void eachRecordIsOneRow() {
        // The results that the lake must have are those that are committed by then.
        weir.awaitNextCheckpoint("payments");
        JsonNode tables = json(weir.expect(0, "audit", "payments", "--deep", "--output", "json"))
                .get("tables");
        assertThat(tables).hasSize(2);
        for (JsonNode table : tables) {
            assertThat(table.get("rows").asLong())
                    .as(table.toString())
                    .isPositive()
                    .isEqualTo(table.get("records").asLong());
            assertThat(table.get("wrong").asInt()).isZero();
        }
    }

    private void send(int wave) {
        List<ObjectNode> payments = new ArrayList<>();
        for (int i = wave * WAVE; i < (wave + 1) * WAVE; i++) {
            payments.add(JSON.createObjectNode()
                    .put("customer", "c" + i % CUSTOMERS)
                    .put("payment_id", "p" + i)
                    .put("amount", "1.50")
                    .put("paid_at", "2026-01-31T12:00:00Z"));
        }
        door.send(payments);
    }

    /** Waits until both tables have what was sent. */
    private void awaitRows(int count) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        query("SELECT least((SELECT count(*) FROM receipts), (SELECT coalesce(sum(payments), 0) FROM"
                                                + " spending_latest)) AS n")
                                        .get(0)
                                        .get("n")
                                        .asInt()
                                >= count);
    }

    /** How many records a delivery is behind, as {@code weir status} says. */
    private long lag(String delivery) {
        for (JsonNode row : weir.status().get("streams")) {
            if (row.get("pipeline").asText().equals(delivery)) {
                return row.get("lag_records").asLong();
            }
        }
        throw new AssertionError("weir status has no stream of " + delivery);
    }

    private JsonNode query(String sql) {
        return json(weir.expect(0, "query", "--output", "json", sql));
    }

    private static JsonNode json(Weir.Answer answer) {
        try {
            return JSON.readTree(answer.out());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + answer.out(), e);
        }
    }
}
