package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams are looked at with SQL, by scripts. */
class SqlIT {

    private static final int PORT_OFFSET = 21_800;

    @TempDir
    private Path home;

    @TempDir
    private Path files;

    private Weir weir;
    private Path project;

    @BeforeEach
    void start() throws IOException {
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        project = Weir.copyOfPipeline("payments", files.resolve("payments"));
        weir.expect(0, "apply", project.toString());
        pay("ana", "p-1", "20.00", "12:00:00");
        pay("ana", "p-2", "10.50", "12:00:05");
        pay("ana", "p-2", "10.50", "12:00:05");
        pay("ben", "p-3", "5.00", "12:00:09");
    }

    @AfterEach
    void stop() {
        weir.down();
    }

    private void pay(String customer, String id, String amount, String time) {
        HttpRequest payment = HttpRequest.newBuilder(URI.create(weir.gateway() + "/streams/payments"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\":\"" + customer + "\",\"payment_id\":\"" + id
                        + "\",\"amount\":\"" + amount + "\",\"paid_at\":\"2026-01-31T" + time + "Z\"}"))
                .build();
        // The gateway learns of a stream a moment after it was published.
        await().atMost(Duration.ofMinutes(1)).until(() -> Http.send(payment).statusCode() == 200);
    }

    @Test
    void scriptsSeeWhatIsInTheStreamsAndSayWhatIsWrongWhere() throws IOException {
        String totals = "SELECT customer, COUNT(*) AS payments, SUM(amount) AS total FROM payments GROUP BY customer";

        assertThat(weir.expect(0, "sql", "-e", "SHOW STREAMS; " + totals + " ORDER BY total; EXPLAIN " + totals)
                        .out()
                        .lines()
                        .map(line -> line.strip().replaceAll(" +", " ")))
                .contains("payments append customer paid_at 4")
                .containsSubsequence("customer payments total", "ben 1 5.00", "ana 2 30.50")
                .anyMatch(line -> line.startsWith("GroupAggregate("));

        assertThat(json(
                        "sql",
                        "-o",
                        "json",
                        "-e",
                        "SELECT payment_id FROM payments LIMIT 2; SELECT * FROM payments$dead"))
                .hasSize(2);
        assertThat(json("sql", "-o", "json", "--follow", "-e", "SELECT payment_id FROM payments LIMIT 3"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.has("payment_id")).isTrue());

        Path script = Files.writeString(
                files.resolve("look.sql"),
                "CREATE VIEW big AS SELECT * FROM payments WHERE amount > 6; -- a ; here\n"
                        + "SELECT COUNT(*) AS n FROM big;\n"
                        + "SELECT *\n  FROM paymets;\n"
                        + "SELECT 'never';\n");
        Weir.Answer stopped = weir.expect(1, "sql", "-o", "json", "-f", script.toString());
        assertThat(stopped.out().strip()).isEqualTo("{\"n\":2}");
        assertThat(stopped.err())
                .contains(script + ":4:8: ")
                .contains("Did you mean 'payments'?")
                .contains("[SQL-003]");

        assertThat(weir.expect(1, "sql", "-e", "INSERT INTO spending SELECT 1").err())
                .startsWith("-e:1:1: ")
                .contains("weir run");
        assertThat(weir.expect(2, "sql", "-e", "SELECT 1", "-f", "x").err()).contains("not both");

        createsAStreamInAProjectOnly();
        saysThatAServerIsAway();
    }

    private List<JsonNode> json(String... arguments) {
        return weir.expect(0, arguments).out().lines().map(Http::json).toList();
    }

    private void createsAStreamInAProjectOnly() {
        String create = "CREATE TABLE refunds (customer STRING NOT NULL, amount DECIMAL(10, 2))"
                + " DISTRIBUTED BY HASH(customer) INTO 2 BUCKETS";
        assertThat(weir.expect(1, "sql", "-e", create).err()).contains("--project DIR");

        assertThat(weir.expect(0, "sql", "--project", project.toString(), "-e", create)
                        .err())
                .contains(project.resolve("streams/refunds.yaml").toString());

        assertThat(project.resolve("streams/refunds.yaml")).content().contains("partitions: 2");
        List<JsonNode> refunds = json("sql", "-o", "json", "-e", "DESCRIBE refunds; SELECT * FROM refunds");
        assertThat(refunds).hasSize(2);
        assertThat(refunds.get(0).get("notes").asText()).isEqualTo("key");
    }

    private void saysThatAServerIsAway() {
        weir.down();
        assertThat(weir.expect(6, "sql", "-e", "SELECT * FROM payments").err()).contains("weir up");
    }
}
