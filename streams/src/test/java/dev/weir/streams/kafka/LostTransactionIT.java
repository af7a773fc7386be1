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
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
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
