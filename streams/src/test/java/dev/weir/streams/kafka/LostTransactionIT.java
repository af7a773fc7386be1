package dev.weir.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.StreamContract;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.TestingJob;
import dev.weir.streams.TestingStack;
import dev.weir.streams.TestingStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of transactions that a checkpoint has and an outage leaves open. */
@SuppressWarnings("try") // jobs are held while they run, not used
@ExtendWith(TestingStack.class)
class LostTransactionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path checkpoints;

    private static TestingJob.Builder job(String application, Path checkpoints, TestingStream in, TestingStream out) {
        return TestingJob.of(
                        application,
                        checkpoints,
                        List.of(in.contract(), out.contract()),
                        "INSERT INTO `" + out.contract().name() + "` SELECT id, customer FROM `"
                                + in.contract().name() + "`")
                .parallelism(1)
                .checkpointEvery(Duration.ofHours(1));
    }

    /** A savepoint whose transactions nobody has committed. */
    private static String leftOpen(TestingJob.Builder builder, String in, Path savepoints) throws Exception {
        try (TestingJob job = builder.run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(job.counts(in)).containsEntry("on_time", 50L));
            return job.savepoint(savepoints);
        }
    }

    @Test
    void outageWithinTheTimeOutLosesNothingAndARepeatedCommitIsNoError() throws Exception {
        TestingStream in = TestingStream.create(TestingContracts.orders("orders-open"));
        TestingStream out = TestingStream.create(copy("copies-open"));
        in.send(orders());
        String savepoint = leftOpen(job("it-open-local", checkpoints, in, out), "orders-open", checkpoints);
        assertThat(out.committed()).isEmpty();

        for (int i = 0; i < 2; i++) {
            try (TestingJob again = job("it-open-local", checkpoints, in, out)
                    .restoredFrom(savepoint)
                    .checkpointEvery(Duration.ofMillis(500))
                    .withoutRestarts()
                    .run()) {
                await().atMost(PATIENCE).until(() -> out.committed().size() == 50);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(again.counts("orders-open")).containsEntry("on_time", 50L));
            }
        }
        assertThat(out.committed()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void committedTransactionBehindWhichItsClientBeganANewEpochIsNotLost() throws Exception {
        TestingStream in = TestingStream.create(TestingContracts.orders("orders-bumped"));
        TestingStream out = TestingStream.create(copy("copies-bumped"));
        in.send(orders());
        TestingJob.Builder job = job("it-bumped-local", checkpoints, in, out);
        String savepoint = leftOpen(job, "orders-bumped", checkpoints);

        restore(job.restoredFrom(savepoint).withoutRestarts(), out);
        for (String id : List.of("it-bumped-local/copies-bumped-0-1", "it-bumped-local/orders-bumped.dead-0-1")) {
            await().atMost(PATIENCE).until(() -> state(id) != TransactionState.ONGOING);
            if (state(id) == TransactionState.COMPLETE_COMMIT) {
                beginNewEpoch(id);
            }
            assertThat(state(id)).isEqualTo(TransactionState.EMPTY);
        }
        restore(job, out);

        assertThat(out.committed()).hasSize(50).doesNotHaveDuplicates();
    }

    private static void restore(TestingJob.Builder job, TestingStream out) throws Exception {
        try (TestingJob again = job.run()) {
            await().atMost(PATIENCE).until(() -> out.committed().size() == 50);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(again.counts("orders-bumped")).containsEntry("on_time", 50L));
        }
    }

    private static TransactionState state(String id) throws Exception {
        try (Admin admin = Admin.create(TestingStream.client())) {
            return admin.describeTransactions(List.of(id)).description(id).get().state();
        }
    }

    /** As the client does that commits, if it learns of {@code transaction.version} 2 in time. */
    private static void beginNewEpoch(String transactionalId) {
        Map<String, Object> client = TestingStream.client();
        client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
        }
    }

    @Test
    void outageBeyondTheTimeOutStopsTheJobWhichSaysSo() throws Exception {
        TestingStream in = TestingStream.create(TestingContracts.orders("orders-lost"));
        TestingStream out = TestingStream.create(copy("copies-lost"));
        in.send(orders());
        TestingJob.Builder job = job("it-lost-local", checkpoints, in, out).transactionTimeout(Duration.ofSeconds(1));
        String savepoint = leftOpen(job, "orders-lost", checkpoints);
        await().atMost(PATIENCE).until(LostTransactionIT::nothingIsOpen);

        Throwable failure = job.restoredFrom(savepoint).run().failure();

        // That of the results, or that of the accounts of what was read: whichever is told first.
        assertThat(failure)
                .hasStackTraceContaining("LostTransactionException: Results are missing in the stream of transaction"
                        + " 'it-lost-local/");
        assertThat(out.committed()).isEmpty();
    }

    private static boolean nothingIsOpen() throws Exception {
        try (Admin admin = Admin.create(TestingStream.client())) {
            return admin.listTransactions().all().get().stream()
                    .filter(transaction -> transaction.transactionalId().startsWith("it-lost-local/"))
                    .map(TransactionListing::state)
                    .allMatch(state -> state == TransactionState.COMPLETE_ABORT || state == TransactionState.EMPTY);
        }
    }

    private static StreamContract copy(String name) {
        return TestingContracts.avro("stream: %s\nschema: copy.avsc\nkey: id\npartitions: 2\n".formatted(name), """
                {"type": "record", "name": "Copy", "fields": [
                  {"name": "id", "type": "long"}, {"name": "customer", "type": ["null", "string"]}]}""");
    }

    private static List<String> orders() {
        return IntStream.range(0, 50)
                .mapToObj(i -> "{\"id\":%d,\"customer\":\"c%d\",\"amount\":1,\"placed\":%d,\"note\":null}"
                        .formatted(i, i % 7, 1_700_000_000_000L + 1_000L * i))
                .toList();
    }
}
