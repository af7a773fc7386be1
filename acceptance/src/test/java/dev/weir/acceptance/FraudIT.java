package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.acceptance.CardPayments.Threshold;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A week of card payments becomes exactly the alerts of the look-back rule, on the real servers. */
class FraudIT {

    private static final int PORT_OFFSET = 21_200;
    private static final long SEED = 20_180_401;
    private static final long DISORDER = Duration.ofMinutes(5).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final Threshold TWO_OF_150 = new Threshold("150.00", 2, 2);
    private static final Threshold TWO_OF_120 = new Threshold("120.00", 2, 2);
    private static final Threshold TWO_OF_100 = new Threshold("100.00", 2, 2);

    private final CardPayments week = new CardPayments(Weir.repository().resolve("../shared/data/fraud"));

    @TempDir
    private Path folder;

    private Weir weir;
    private Database database;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(week.isPresent(), "the week of card payments is not beside this checkout");
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        weir.expect(
                0,
                "run",
                Weir.copyOfPipeline("fraud-detection", folder.resolve("fraud-detection"))
                        .toString());
        database = Database.of(folder.resolve("home"), PORT_OFFSET);
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void disorderedAndRepeatedPaymentsBecomeExactlyTheirAlerts() throws IOException {
        List<ObjectNode> sent = Disorder.shuffledAndRepeated(week.transactions(), DISORDER, 0.05, SEED);

        new Door(weir, "transactions").send(sent);

        awaitRead(sent.size());
        awaitAlerts(week.expectedAlerts());
        weir.expect(0, "audit", "fraud-detection", "--deep");
    }

    @Test
    void changedThresholdHoldsForLaterPaymentsWithoutRestart() throws IOException, SQLException {
        List<ObjectNode> payments = new ArrayList<>(week.transactions());
        int half = payments.size() / 2;
        long change = payments.get(half).get("event_time").asLong();
        payments.addAll(
                edges(payments.get(payments.size() - 1).get("event_time").asLong() + MINUTE));
        TreeMap<Long, Threshold> thresholds = new TreeMap<>();
        thresholds.put(0L, TWO_OF_150);
        assertThat(CardPayments.alerts(week.transactions(), thresholds)).isEqualTo(week.expectedAlerts());
        thresholds.put(change, TWO_OF_100);
        JsonNode job = weir.job("fraud-detection");
        Door door = new Door(weir, "transactions");

        door.send(payments.subList(0, half));
        database.execute("INSERT INTO thresholds (valid_from, min_amount) VALUES ('" + Instant.ofEpochMilli(change)
                + "', " + TWO_OF_100.minAmount() + ")");
        door.send(payments.subList(half, payments.size()));

        awaitRead(payments.size());
        awaitAlerts(CardPayments.alerts(payments, thresholds));
        // An edited row corrects what it has said.
        database.execute("UPDATE thresholds SET min_amount = 120 WHERE min_amount = 100");
        thresholds.put(change, TWO_OF_120);
        awaitAlerts(CardPayments.alerts(payments, thresholds));
        assertThat(weir.job("fraud-detection").get("jid")).isEqualTo(job.get("jid"));
        assertThat(weir.job("fraud-detection").at("/timestamps/RESTARTING").asLong())
                .isZero();
    }

    /** Where a rule is easily wrong: two in one millisecond, an hour to the millisecond, the same terminal, a cent. */
    private static List<ObjectNode> edges(long time) {
        return List.of(
                CardPayments.transaction("tie-a", 900_001, 1, "100.00", time),
                CardPayments.transaction("tie-b", 900_001, 2, "100.00", time),
                CardPayments.transaction("hour-a", 900_002, 1, "100.00", time),
                CardPayments.transaction("over-a", 900_003, 1, "100.00", time),
                CardPayments.transaction("same-a", 900_004, 1, "100.00", time),
                CardPayments.transaction("cent-a", 900_005, 1, "99.99", time),
                CardPayments.transaction("same-b", 900_004, 1, "100.00", time + 1),
                CardPayments.transaction("cent-b", 900_005, 2, "100.00", time + 1),
                CardPayments.transaction("hour-b", 900_002, 2, "100.00", time + 60 * MINUTE),
                CardPayments.transaction("over-b", 900_003, 2, "100.00", time + 60 * MINUTE + 1));
    }

    /** Waits until the pipeline has read and committed {@code count} payments; then the alerts must stand. */
    private void awaitRead(int count) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    JsonNode stream = weir.streamCounts("transactions");
                    assertThat(stream.path("read").asLong()).isEqualTo(count);
                    assertThat(stream.path("dead").asLong()).isZero();
                });
        weir.awaitNextCheckpoint("fraud-detection");
    }

    private void awaitAlerts(Set<String> expected) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(alerts()).isEqualTo(expected));
    }

    private Set<String> alerts() {
        return new Topic(weir, "fraud_alerts")
                .newestByKey().values().stream().map(CardPayments::line).collect(Collectors.toSet());
    }
}
