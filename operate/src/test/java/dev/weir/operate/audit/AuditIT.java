package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.TestingStream;
import dev.weir.operate.dead.DeadEvents;
import dev.weir.operate.dead.DeadPosition;
import dev.weir.operate.dead.Edit;
import dev.weir.operate.dead.KafkaSender;
import dev.weir.operate.dead.Replay;
import dev.weir.operate.log.AbandonedTransactions;
import dev.weir.operate.log.CommittedLog.Extent;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.OpenTransaction;
import dev.weir.operate.log.RowReader;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Ports;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a pipeline whose log, ledger and letters are in a real Kafka, its schemas in a real registry. */
class AuditIT {

    private static final int PORT_OFFSET = 23_500;

    @TempDir
    static Path home;

    private static LocalStack stack;
    private static HttpSchemaRegistry registry;
    private static TestingStream stream;
    private static TestingPipeline pipeline;
    private static KafkaCommittedLog log;

    @BeforeAll
    static void start() throws Exception {
        stack = new LocalStack(StackConfig.of(home, PORT_OFFSET, List.of()));
        stack.up(Set.of(ServerName.KAFKA, ServerName.REGISTRY), Progress.SILENT);
        registry = new HttpSchemaRegistry(RegistryConfig.of(
                URI.create("http://127.0.0.1:" + Ports.withOffset(PORT_OFFSET).registry() + "/apis/ccompat/v7")));
        log = KafkaCommittedLog.connect(Map.of("bootstrap.servers", kafka()));
        stream = new TestingStream(registry, TestingStream.BY_SEQUENCE.replace("5m", "36500d"));
        pipeline = new TestingPipeline(registry);
        publish();
        fillTheLog();
        runThePipeline();
    }

    @AfterAll
    static void stop() {
        log.close();
        stack.down();
    }

    private static String kafka() {
        return "127.0.0.1:" + Ports.withOffset(PORT_OFFSET).kafka();
    }

    private static void publish() throws Exception {
        try (ContractPublisher publisher = ContractPublisher.connect(kafka(), registry);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            publisher.apply(List.of(ContractWriter.source(Path.of("streams"), stream.contract(), null)));
            if (!admin.listTopics().names().get().contains(LedgerEntry.TOPIC)) {
                admin.createTopics(List.of(new NewTopic(LedgerEntry.TOPIC, 4, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    private static Producer<byte[], byte[]> producer(String transactionalId) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka(), "transactional.id", transactionalId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
    }

    /** Events in three transactions, of which the second is aborted. */
    private static void fillTheLog() {
        try (Producer<byte[], byte[]> producer = producer("events")) {
            for (int transaction = 0; transaction < 3; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < 100; i++) {
                    int sequence = 100 * transaction + i;
                    String event = i % 10 == 7 ? " value=-1" : "";
                    LogRecord record = stream.record(0, "a " + sequence / 2 + " @" + sequence + event);
                    send(producer, "readings", record.key(), record.value());
                }
                // What isn't sent yet when a transaction is aborted never is.
                producer.flush();
                if (transaction == 1) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    private static void runThePipeline() throws Exception {
        long end = log.extents("readings").get(0).committed();
        log.read("readings", 0, 0, end, pipeline.log.records("readings", 0)::add);
        pipeline.begin(stream);
        pipeline.commit(stream, 150);
        pipeline.commit(stream, end);
        try (Producer<byte[], byte[]> producer = producer("plant")) {
            producer.beginTransaction();
            for (LedgerEntry entry : pipeline.entries) {
                EncodedEvent row = pipeline.rows.entry(entry);
                send(producer, LedgerEntry.TOPIC, row.key(), row.value());
            }
            for (LogRecord letter : pipeline.log.records("readings.dead", 0)) {
                send(producer, "readings.dead", letter.key(), letter.value());
            }
            producer.commitTransaction();
        }
    }

    @Test
    void ledgerOfARealLogIsProved() throws Exception {
        AuditReport report = new Audit(log, registry).run("plant", true);

        assertThat(report.streams()).singleElement().satisfies(readings -> {
            assertThat(readings.findings().listed()).isEmpty();
            assertThat(readings.counts().read()).isEqualTo(200);
            assertThat(readings.counts().dead()).isEqualTo(20);
            assertThat(readings.counts().misplaced()).isZero();
            assertThat(readings.partitions().get(0).notRecomputable()).isNull();
            // Three hundred events and the ends of three transactions.
            assertThat(readings.partitions().get(0).to()).isEqualTo(303);
        });
        assertThat(report.passed()).isTrue();
    }

    @Test
    void whatIsNotCommittedIsNotJudgedAndItsTransactionIsNamed() throws Exception {
        EncodedEvent phantom = pipeline.rows.letter(
                stream.contract(),
                new DeadLetter("readings", 0, 2, TestingStream.START, "RULE", "", "x", "y", null, null));
        EncodedEvent again = pipeline.rows.entry(pipeline.entries.get(1));
        try (Producer<byte[], byte[]> producer = producer("weir-plant-0")) {
            producer.beginTransaction();
            send(producer, "readings.dead", phantom.key(), phantom.value());
            send(producer, LedgerEntry.TOPIC, again.key(), again.value());
            producer.flush();

            AuditReport report = new Audit(log, registry).run("plant", false);

            assertThat(report.passed()).isTrue();
            assertThat(report.transactions()).singleElement().satisfies(open -> {
                assertThat(open.transactionalId()).isEqualTo("weir-plant-0");
                assertThat(open.state()).isEqualTo("Ongoing");
                assertThat(open.since()).isNotNull();
                assertThat(open.partitions())
                        .anySatisfy(place -> assertThat(place).matches("readings\\.dead-\\d@\\d+"))
                        .anySatisfy(place -> assertThat(place).matches("weir\\.ledger-\\d@\\d+"));
            });
            producer.abortTransaction();
        }
        assertThat(new Audit(log, registry).run("plant", false).transactions())
                .extracting(OpenTransaction::transactionalId)
                .isEmpty();
    }

    /** As a pipeline names its transactions. Returns the producer, which has neither committed nor aborted. */
    private static Producer<byte[], byte[]> leftOpen(String transactionalId, String topic) {
        Producer<byte[], byte[]> producer = producer(transactionalId);
        producer.beginTransaction();
        send(producer, topic, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1});
        producer.flush();
        return producer;
    }

    @Test
    void whatAPipelineThatIsGoneLeftOpenIsAbortedAndReadersGoOn() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            admin.createTopics(List.of(new NewTopic("left", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (Producer<byte[], byte[]> gone = leftOpen("gone-local/left-0-7", "left");
                Producer<byte[], byte[]> other = leftOpen("gone-local2/left-0-7", "left");
                AbandonedTransactions abandoned =
                        AbandonedTransactions.connect(Map.of("bootstrap.servers", kafka()), log)) {
            List<OpenTransaction> open = abandoned.of("gone-local");
            assertThat(open).singleElement().satisfies(transaction -> {
                assertThat(transaction.transactionalId()).isEqualTo("gone-local/left-0-7");
                assertThat(transaction.pipeline()).isEqualTo("gone-local");
                assertThat(transaction.partitions()).containsExactly("left-0@0");
            });
            assertThat(log.extents("left").get(0).committed()).isZero();

            abandoned.abort(open);

            assertThat(abandoned.of("gone-local")).isEmpty();
            assertThat(log.extents("left").get(0).committed())
                    .as("the other pipeline's is still open")
                    .isEqualTo(1);
            assertThatThrownBy(gone::commitTransaction).isInstanceOf(KafkaException.class);
            other.commitTransaction();
            assertThat(log.awaitCommitted("left", 0, 4)).isTrue();
            List<LogRecord> records = new ArrayList<>();
            log.read("left", 0, 0, 4, records::add);
            assertThat(records).extracting(LogRecord::offset).containsExactly(1L);
        }
    }

    @Test
    void deadEventIsMendedAndReplayedIntoItsStream() throws Exception {
        DeadEvents events = new DeadEvents(log, registry, "readings");
        DeadPosition position = events.reasons().get(0).examples().get(0);
        DeadLetter letter = events.find(position).orElseThrow();
        try (KafkaSender sender = new KafkaSender(Map.of("bootstrap.servers", kafka()), "readings")) {
            Replay replay = new Replay(log, registry, stream.published(), Clock.systemUTC(), sender);

            DeadPosition to = replay.replay(letter, new Edit(null, Map.of("value", "7")), false)
                    .to();

            List<LogRecord> records = new ArrayList<>();
            log.read("readings", 0, to.offset(), to.offset() + 1, records::add);
            assertThat(records)
                    .singleElement()
                    .satisfies(record -> assertThat(
                                    new RowReader(registry, stream.contract().schema()).read(record.value()))
                            .containsEntry("value", 7));
            assertThat(log.headers("readings", 0, to.offset()))
                    .isEqualTo(Map.of(Replay.HEADER, "readings-" + position + " #1"));
            assertThat(log.headers("readings", 0, position.offset())).isEmpty();
        }
    }

    @Test
    void topicThatIsNotThereHasNoPartitions() throws Exception {
        assertThat(log.extents("nothing")).isEmpty();
        assertThat(log.extents("readings")).containsOnlyKeys(0);
        Extent extent = log.extents("readings").get(0);
        assertThat(extent.start()).isZero();
        assertThat(extent.committed()).isEqualTo(extent.end()).isGreaterThanOrEqualTo(303);
        assertThat(log.isCompacted("readings")).isFalse();
        assertThat(log.isCompacted("readings.dead")).isTrue();
    }

    @Test
    void withoutKafkaNothingIsSaid() {
        try (KafkaCommittedLog away = KafkaCommittedLog.connect(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + (Ports.withOffset(PORT_OFFSET).kafka() + 7)))) {
            assertThatThrownBy(() -> new Audit(away, registry).run("plant", false))
                    .isInstanceOf(KafkaUnavailableException.class);
        }
    }
}
