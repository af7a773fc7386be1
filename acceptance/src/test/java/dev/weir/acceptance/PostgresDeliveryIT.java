package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of PostgreSQL have each record of their stream once while workers and the database itself are killed. */
class PostgresDeliveryIT {

    private static final int PORT_OFFSET = 22_700;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TABLES = """
            name: payments
            deliveries:
              shop: { stream: spending, postgresql: spending }
              receipts: { stream: receipts, postgresql: receipts }
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
    private Path project;
    private Door door;
    private Database database;

    @BeforeEach
    void start() throws IOException {
        Path home = folder.resolve("home");
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        database = Database.of(home, PORT_OFFSET);
        project = Weir.copyOfPipeline("payments", folder.resolve("project"));
        Files.writeString(project.resolve("weir.yaml"), TABLES);
        Path sql = project.resolve("pipeline.sql");
        Files.writeString(sql, Files.readString(sql) + RECEIPTS);
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void tablesHaveEachRecordOnceThroughKills() throws Exception {
        database.execute("CREATE TABLE receipts (customer integer)");
        Weir.Answer refused = weir.run("run", project.toString());
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("DELIVERY-004", "'customer'", "needs text");
        database.execute("DROP TABLE receipts");
        weir.expect(0, "run", project.toString());
        door = new Door(weir, "payments");
        await().atMost(Duration.ofMinutes(1)).until(door::isOpen);

        send(0);
        awaitRows(WAVE);
        weir.kill("taskmanager"); // The supervisor starts another.
        send(1);
        awaitRows(2 * WAVE);
        weir.kill("postgresql");
        send(2);
        awaitRows(3 * WAVE);
        weir.kill("taskmanager", "postgresql");
        send(3);
        awaitRows(4 * WAVE);

        assertThat(database.value("SELECT count(DISTINCT payment_id) || ' ' || sum(amount) FROM receipts"))
                .isEqualTo(4 * WAVE + " " + 4 * WAVE * 3 / 2 + ".00");
        assertThat(database.value("SELECT count(*) || ' ' || sum(payments) || ' ' || sum(total) FROM spending"))
                .isEqualTo(CUSTOMERS + " " + 4 * WAVE + " " + 4 * WAVE * 3 / 2 + ".00");
        assertThat(database.value("SELECT sum(records) FROM weir_delivered WHERE table_name = 'public.receipts'"))
                .isEqualTo(Integer.toString(4 * WAVE));
        assertThat(audited(0)).isEqualTo(2);

        database.execute(
                "DELETE FROM receipts WHERE payment_id = 'p7'",
                "UPDATE spending SET revision = 0 WHERE customer = 'c1'");
        assertThat(audited(1)).isZero();
    }

    /** By the audit, which reads each row and exits like this; how many tables have nothing wrong. */
    private long audited(int exitCode) throws IOException {
        // The results that the tables have must be committed in the log by then, and have their ledger.
        weir.awaitNextCheckpoint("payments");
        JsonNode tables = JSON.readTree(weir.expect(exitCode, "audit", "payments", "--deep", "--output", "json")
                        .out())
                .get("tables");
        assertThat(tables).hasSize(2);
        long right = 0;
        for (JsonNode table : tables) {
            if (table.get("wrong").asInt() == 0) {
                assertThat(table.get("rows").asLong())
                        .as(table.toString())
                        .isPositive()
                        .isEqualTo(table.get("records").asLong());
                right++;
            }
        }
        return right;
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

    /** Waits until both tables have what was sent; more is never right. */
    private void awaitRows(int count) {
        String expected = count + " " + count;
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsMatching(SQLException.class::isInstance)
                .until(() -> database.value("SELECT (SELECT count(*) FROM receipts) || ' '"
                                + " || (SELECT coalesce(sum(payments), 0) FROM spending)")
                        .equals(expected));
    }
}
