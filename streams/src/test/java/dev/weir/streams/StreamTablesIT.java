package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.StreamContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // jobs are held while they run, not used
@ExtendWith(TestingStack.class)
class StreamTablesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path checkpoints;

    /** Fails once, after the job has seen this many rows. */
    public static final class FailOnce extends ScalarFunction {
        private static final long serialVersionUID = 1;
        static final AtomicInteger ROWS = new AtomicInteger();
        static final AtomicInteger FAILURES = new AtomicInteger();

        public Long eval(Long id) {
            if (ROWS.incrementAndGet() == 700) {
                FAILURES.incrementAndGet();
                throw new IllegalStateException("Planted");
            }
            return id;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    @Test
    void everyEventIsWrittenExactlyOnceAcrossAFailure() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-once"));
        TestingStream copies = TestingStream.create(copy("copies-once"));
        FailOnce.ROWS.set(0);
        orders.send(orders(0, 500));

        try (TestingJob job = TestingJob.of(
                        "it-once-local",
                        checkpoints,
                        List.of(orders.contract(), copies.contract()),
                        "INSERT INTO `copies-once` SELECT fail_once(id), customer FROM `orders-once`")
                .function("fail_once", FailOnce.class)
                .run()) {
            await().atMost(PATIENCE).until(() -> copies.committed().size() >= 500);
            orders.send(orders(500, 500));
            await().atMost(PATIENCE).until(() -> copies.committed().size() >= 1000);
        }

        assertThat(FailOnce.FAILURES).hasValue(1);
        assertThat(copies.committed())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000)
                        .mapToObj(i -> "{\"id\":%d,\"customer\":\"c%d\"}".formatted(i, i % 7))
                        .toList());
    }

    @Test
    void repeatsAreDroppedAlsoAcrossASavepoint() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-twice"));
        TestingStream copies = TestingStream.create(copy("copies-twice"));
        List<String> events = orders(0, 200);
        List<String> withRepeats = new ArrayList<>(events);
        withRepeats.addAll(events.subList(50, 150));
        orders.send(withRepeats);
        TestingJob.Builder job = TestingJob.of(
                "it-twice-local",
                checkpoints,
                List.of(orders.contract(), copies.contract()),
                "INSERT INTO `copies-twice` SELECT id, customer FROM `orders-twice`");

        String savepoint;
        try (TestingJob first = job.run()) {
            await().atMost(PATIENCE).until(() -> copies.committed().size() >= 200);
            savepoint = first.stop(checkpoints);
        }
        orders.send(events);
        orders.send(orders(200, 10));
        try (TestingJob second = job.restoredFrom(savepoint).parallelism(1).run()) {
            await().atMost(PATIENCE).until(() -> copies.committed().size() >= 210);
        }

        assertThat(copies.committed()).hasSize(210).doesNotHaveDuplicates();
    }

    @Test
    void countsOfAStreamAddUpAndContinueAfterARestore() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-counts"));
        TestingStream copies = TestingStream.create(copy("copies-counts"));
        orders.send(orders(0, 100));
        orders.send(orders(0, 30));
        for (int i = 0; i < 5; i++) {
            orders.sendRaw(null, new byte[] {1});
        }
        TestingJob.Builder job = TestingJob.of(
                "it-counts-local",
                checkpoints,
                List.of(orders.contract(), copies.contract()),
                "INSERT INTO `copies-counts` SELECT id, customer FROM `orders-counts`");

        Map<String, Long> counts = Map.of("read", 136L, "on_time", 100L, "late", 1L, "duplicate", 30L, "dead", 5L);
        String savepoint;
        try (TestingJob first = job.run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(first.counts("orders-counts")).containsEntry("read", 135L));
            orders.send(List.of(
                    "{\"id\":-1,\"customer\":\"c1\",\"amount\":1,\"placed\":\"2001-01-01T00:00:00Z\",\"note\":null}"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(first.counts("orders-counts")).containsAllEntriesOf(counts));
            savepoint = first.stop(checkpoints);
        }
        try (TestingJob second = job.restoredFrom(savepoint).parallelism(1).run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(second.counts("orders-counts")).containsAllEntriesOf(counts));
        }

        assertThat(copies.committed()).hasSize(100);
    }

    @Test
    void everyEventIsInTheTableOfItsFateAndTheStreamIsReadOnce() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-fates"));
        TestingStream shown = TestingStream.create(copy("shown-fates"));
        // All of one customer, so of one partition: at 0 s and 60 s, one late, a repeat of each, a late one again.
        orders.send(List.of(
                order(1, 0), order(2, 60), order(1, 0), order(3, 10), order(2, 60), order(3, 10), order(4, 61)));
        orders.sendRaw(null, new byte[] {1});
        long partition = partitionOf("c");

        try (TestingJob job = TestingJob.of(
                        "it-shown-local",
                        checkpoints,
                        List.of(orders.contract(), shown.contract()),
                        "INSERT INTO `shown-fates` SELECT id, 'x' FROM `orders-fates`",
                        "INSERT INTO `shown-fates` SELECT id, CONCAT_WS(' ', 'late', $fate, CAST($offset AS STRING))"
                                + " FROM `orders-fates$late` WHERE customer = 'c'",
                        "INSERT INTO `shown-fates` SELECT id, CONCAT_WS(' ', 'duplicate', $fate, CAST($offset AS STRING))"
                                + " FROM `orders-fates$duplicate`",
                        "INSERT INTO `shown-fates` SELECT id, CONCAT_WS(' ', 'all', $fate, CAST($partition AS STRING),"
                                + " CAST($offset AS STRING), CAST(YEAR($append_time) > 2025 AS STRING)) FROM `orders-fates$all`")
                .run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(shown.committed()).hasSizeGreaterThanOrEqualTo(11));
            assertThat(job.counts("orders-fates")).containsEntry("read", 8L).containsEntry("dead", 1L);
        }

        assertThat(shown.committed())
                .containsExactlyInAnyOrder(
                        shown(1, "x"),
                        shown(2, "x"),
                        shown(4, "x"),
                        shown(3, "late LATE 3"),
                        shown(1, "duplicate DUPLICATE 2"),
                        shown(2, "duplicate DUPLICATE 4"),
                        shown(3, "duplicate DUPLICATE 5"),
                        shown(1, "all ON_TIME " + partition + " 0 TRUE"),
                        shown(2, "all ON_TIME " + partition + " 1 TRUE"),
                        shown(3, "all LATE " + partition + " 3 TRUE"),
                        shown(4, "all ON_TIME " + partition + " 6 TRUE"));
    }

    private static String order(int id, int seconds) {
        return "{\"id\":%d,\"customer\":\"c\",\"amount\":1,\"placed\":%d,\"note\":null}"
                .formatted(id, 1_700_000_000_000L + 1_000L * seconds);
    }

    private static String shown(int id, String text) {
        return "{\"id\":%d,\"customer\":\"%s\"}".formatted(id, text);
    }

    private static int partitionOf(String customer) {
        return Utils.toPositive(Utils.murmur2(customer.getBytes(StandardCharsets.UTF_8))) % 2;
    }

    @Test
    void oldAndNewSchemaVersionsInOneTopicAreBothRead() throws Exception {
        TestingStream old = TestingStream.create(TestingContracts.orders("orders-versions"));
        StreamContract newer = TestingContracts.orders(
                "orders-versions", ", {\"name\": \"shop\", \"type\": \"string\", \"default\": \"web\"}");
        TestingStream copies = TestingStream.create(copy("copies-versions"));
        old.send(orders(0, 1));
        old.version(newer)
                .send(List.of(
                        "{\"id\":1,\"customer\":\"a\",\"amount\":1,\"placed\":\"2026-01-01T00:00:00Z\",\"note\":null,"
                                + "\"shop\":\"Bern\"}"));
        old.send(orders(2, 1));

        try (TestingJob job = TestingJob.of(
                        "it-versions-local",
                        checkpoints,
                        List.of(newer, copies.contract()),
                        "INSERT INTO `copies-versions` SELECT id, shop FROM `orders-versions`")
                .run()) {
            await().atMost(PATIENCE).until(() -> copies.committed().size() >= 3);
        }

        assertThat(copies.committed())
                .containsExactlyInAnyOrder(
                        "{\"id\":0,\"customer\":\"web\"}",
                        "{\"id\":1,\"customer\":\"Bern\"}",
                        "{\"id\":2,\"customer\":\"web\"}");
    }

    @Test
    void deadEventsAreOneRowEachHoweverManyPipelinesReadTheStream() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-dead"));
        TestingStream one = TestingStream.create(copy("dead-one"));
        TestingStream two = TestingStream.create(copy("dead-two"));
        TestingStream reasons = TestingStream.create(TestingContracts.avro(
                "stream: reasons\nschema: r.avsc\nmode: upsert\nkey: code\npartitions: 1\n", """
                {"type": "record", "name": "Reason", "fields": [
                  {"name": "code", "type": "string"}, {"name": "n", "type": "long"}]}"""));
        orders.send(orders(0, 20));
        for (int i = 0; i < 10; i++) {
            orders.sendRaw(null, ("corrupt " + i).getBytes(StandardCharsets.UTF_8));
        }
        orders.sendRaw("k".getBytes(StandardCharsets.UTF_8), null);
        orders.sendRaw(null, new byte[] {0, 0x7f, 1, 2, 3, 4, 5});
        orders.send(orders(20, 20));
        List<StreamContract> contracts = List.of(orders.contract(), one.contract(), two.contract(), reasons.contract());

        try (TestingJob first = TestingJob.of(
                                "it-dead-one-local",
                                checkpoints,
                                contracts,
                                "INSERT INTO `dead-one` SELECT id, customer FROM `orders-dead`")
                        .run();
                TestingJob second = TestingJob.of(
                                "it-dead-two-local",
                                checkpoints,
                                contracts,
                                "INSERT INTO `dead-two` SELECT id, note FROM `orders-dead` WHERE amount > 2",
                                "INSERT INTO `dead-two` SELECT id, customer FROM `orders-dead` WHERE amount <= 2")
                        .run()) {
            await().atMost(PATIENCE)
                    .until(() ->
                            TestingStream.committedRecords("orders-dead.dead").size() >= 24);
            await().atMost(PATIENCE).until(() -> one.committed().size() >= 40);
            await().atMost(PATIENCE).until(() -> two.committed().size() >= 40);
        }
        try (TestingJob third = TestingJob.of(
                        "it-dead-three-local",
                        checkpoints,
                        contracts,
                        "INSERT INTO `reasons` SELECT code, COUNT(*) FROM `orders-dead$dead` GROUP BY code")
                .run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reasons.committed())
                            .contains(
                                    "{\"code\":\"MALFORMED\",\"n\":10}",
                                    "{\"code\":\"TOMBSTONE\",\"n\":1}",
                                    "{\"code\":\"WRONG_SCHEMA\",\"n\":1}"));
        }

        assertThat(one.committed()).hasSize(40);
        assertThat(two.committed()).hasSize(40);
    }

    @Test
    void upsertStreamsCarryChangesAndDeletionsBothWays() throws Exception {
        TestingStream customers = TestingStream.create(TestingContracts.customers("customers-both"));
        TestingStream cities = TestingStream.create(
                TestingContracts.avro("stream: cities\nschema: c.avsc\nmode: upsert\nkey: city\npartitions: 1\n", """
                {"type": "record", "name": "City", "fields": [
                  {"name": "city", "type": "string"}, {"name": "n", "type": "long"}]}"""));
        customers.send(List.of("{\"customer\":\"a\",\"city\":\"Bern\"}", "{\"customer\":\"b\",\"city\":\"Bern\"}"));

        try (TestingJob job = TestingJob.of(
                        "it-upsert-local",
                        checkpoints,
                        List.of(customers.contract(), cities.contract()),
                        "INSERT INTO cities SELECT city, COUNT(*) FROM `customers-both` GROUP BY city")
                .run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cities.committed()).endsWith("{\"city\":\"Bern\",\"n\":2}"));
            customers.send(List.of("{\"customer\":\"b\",\"city\":\"Rome\"}"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cities.committed())
                            .contains("{\"city\":\"Bern\",\"n\":1}", "{\"city\":\"Rome\",\"n\":1}"));
            customers.sendRaw("b".getBytes(StandardCharsets.UTF_8), null);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cities.committed()).endsWith("null"));
        }

        assertThat(TestingStream.committedRecords("cities"))
                .filteredOn(record -> record.value() == null)
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("Rome");
    }

    @Test
    void rowThatBreaksItsOwnContractStopsTheJobAndNothingOfItAppears() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-broken"));
        TestingStream bounded = TestingStream.create(TestingContracts.avro(
                "stream: bounded\nschema: b.avsc\nkey: id\npartitions: 1\nrules: [\"id < 3\"]\n", """
                {"type": "record", "name": "Bounded", "fields": [{"name": "id", "type": "long"}]}"""));
        orders.send(orders(0, 5));

        try (TestingJob job = TestingJob.of(
                        "it-broken-local",
                        checkpoints,
                        List.of(orders.contract(), bounded.contract()),
                        "INSERT INTO bounded SELECT id FROM `orders-broken`")
                .withoutRestarts()
                .run()) {
            assertThat(job.failure())
                    .hasStackTraceContaining("A row written to stream 'bounded' breaks its contract")
                    .hasStackTraceContaining("id < 3");
        }

        assertThat(bounded.committed()).doesNotContain("{\"id\":3}", "{\"id\":4}");
    }

    private static StreamContract copy(String name) {
        return TestingContracts.avro("stream: %s\nschema: copy.avsc\nkey: id\npartitions: 2\n".formatted(name), """
                {"type": "record", "name": "Copy", "fields": [
                  {"name": "id", "type": "long"}, {"name": "customer", "type": ["null", "string"]}]}""");
    }

    private static List<String> orders(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"id\":%d,\"customer\":\"c%d\",\"amount\":%d,\"placed\":%d,\"note\":null}"
                        .formatted(i, i % 7, i % 5, 1_700_000_000_000L + 1_000L * i))
                .toList();
    }
}
