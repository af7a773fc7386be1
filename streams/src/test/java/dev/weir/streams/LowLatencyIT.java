package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.log.KafkaCommittedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Results that wait for no commit: when they are there, what a failure repeats, and how a pipeline changes to it. */
@SuppressWarnings("try") // jobs are held while they run, not used
@ExtendWith(TestingStack.class)
class LowLatencyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path checkpoints;

    /** Fails once, when it is armed. */
    public static final class FailWhenTold extends ScalarFunction {
        private static final long serialVersionUID = 1;
        static final AtomicBoolean ARMED = new AtomicBoolean();
        static final AtomicInteger FAILURES = new AtomicInteger();

        public Long eval(Long id) {
            if (ARMED.getAndSet(false)) {
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
    void whatAFailureRepeatsIsADuplicateToTheStreamsReader() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-soon"));
        TestingStream alerts = TestingStream.create(alerts("alerts-soon"));
        TestingStream counted = TestingStream.create(alerts("counted-soon"));
        orders.send(orders(0, 50));
        TestingJob.Builder soon = TestingJob.of(
                        "it-soon-local",
                        checkpoints,
                        List.of(orders.contract(), alerts.contract()),
                        "INSERT INTO `alerts-soon` SELECT fail_when_told(id), customer FROM `orders-soon`")
                .function("fail_when_told", FailWhenTold.class)
                .latency(Latency.LOW)
                .parallelism(1)
                .checkpointEvery(NEVER);

        try (TestingJob job = soon.run()) {
            // There is no checkpoint, so nothing is committed, but it is there for readers of committed records.
            await().atMost(PATIENCE).until(() -> alerts.committed().size() == 50);
            FailWhenTold.ARMED.set(true);
            orders.send(orders(50, 10));
            await().atMost(PATIENCE).until(() -> new HashSet<>(alerts.committed()).size() == 60);
            job.stop(checkpoints);
        }
        assertThat(FailWhenTold.FAILURES).hasValue(1);
        int written = alerts.committed().size();
        assertThat(written).isGreaterThanOrEqualTo(110);

        try (TestingJob reader = TestingJob.of(
                        "it-soon-reader-local",
                        checkpoints,
                        List.of(alerts.contract(), counted.contract()),
                        "INSERT INTO `counted-soon` SELECT id, customer FROM `alerts-soon`")
                .run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.counts("alerts-soon"))
                            .containsAllEntriesOf(
                                    Map.of("read", (long) written, "on_time", 60L, "duplicate", written - 60L)));
            await().atMost(PATIENCE).until(() -> counted.committed().size() >= 60);
        }
        assertThat(counted.committed()).containsExactlyInAnyOrderElementsOf(copies(0, 60));

        AuditReport audit = audit("it-soon-local");
        assertThat(audit.passed()).isTrue();
        assertThat(audit.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.counts().read()).isEqualTo(60);
            assertThat(stream.counts().onTime()).isEqualTo(60);
        });
    }

    @Test
    void pipelineChangesFromExactlyOnceAndBackAndNothingIsLost() throws Exception {
        TestingStream orders = TestingStream.create(TestingContracts.orders("orders-change"));
        TestingStream alerts = TestingStream.create(alerts("alerts-change"));
        TestingJob.Builder job = TestingJob.of(
                        "it-change-local",
                        checkpoints,
                        List.of(orders.contract(), alerts.contract()),
                        "INSERT INTO `alerts-change` SELECT id, customer FROM `orders-change`")
                .parallelism(1)
                .checkpointEvery(NEVER);

        orders.send(orders(0, 50));
        String uncommitted;
        try (TestingJob once = job.run()) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(once.counts("orders-change")).containsEntry("on_time", 50L));
            uncommitted = once.savepoint(checkpoints);
        }
        assertThat(alerts.committed()).isEmpty();

        String atOnce;
        try (KafkaProducer<byte[], byte[]> killed =
                        leftOpenBehind("it-change-local/alerts-change-0-2", "alerts-change");
                TestingJob low =
                        job.restoredFrom(uncommitted).latency(Latency.LOW).run()) {
            orders.send(orders(50, 10));
            // What the savepoint covers is committed; what was open behind it is aborted and holds nobody back.
            await().atMost(PATIENCE).until(() -> alerts.committed().size() == 60);
            atOnce = low.stop(checkpoints);
        }

        orders.send(orders(60, 10));
        try (TestingJob once = job.restoredFrom(atOnce)
                .latency(Latency.COMMIT)
                .checkpointEvery(Duration.ofMillis(500))
                .run()) {
            await().atMost(PATIENCE).until(() -> alerts.committed().size() >= 70);
            once.stop(checkpoints);
        }
        assertThat(alerts.committed()).containsExactlyInAnyOrderElementsOf(copies(0, 70));
        assertThat(audit("it-change-local").passed()).isTrue();
    }

    /** As a job leaves it that is killed: the next one to have that name aborts it. */
    private static KafkaProducer<byte[], byte[]> leftOpenBehind(String transaction, String topic) throws Exception {
        Map<String, Object> settings = TestingStream.client();
        settings.put("transactional.id", transaction);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}))
                .get();
        return producer;
    }

    private static AuditReport audit(String pipeline) throws Exception {
        try (KafkaCommittedLog log = KafkaCommittedLog.connect(TestingStream.client())) {
            return new Audit(log, new HttpSchemaRegistry(TestingStack.registry())).run(pipeline, true);
        }
    }

    private static StreamContract alerts(String name) {
        return TestingContracts.avro(
                "stream: %s\nschema: alert.avsc\nkey: id\nidentity: { id: id, within: 1h }\npartitions: 2\n"
                        .formatted(name),
                """
                {"type": "record", "name": "Alert", "fields": [
                  {"name": "id", "type": "long"}, {"name": "customer", "type": ["null", "string"]}]}""");
    }

    private static List<String> orders(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"id\":%d,\"customer\":\"c%d\",\"amount\":1,\"placed\":%d,\"note\":null}"
                        .formatted(i, i % 7, 1_700_000_000_000L + 1_000L * i))
                .toList();
    }

    private static List<String> copies(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"id\":%d,\"customer\":\"c%d\"}".formatted(i, i % 7))
                .toList();
    }
}
