package dev.weir.contract.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.ContractPublisher.Outcome;
import dev.weir.contract.publish.ContractPublisher.Published;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a broker of its own; with the registry at {@code -Dweir.test.registry=<url>}, or else one in memory. */
class ContractPublisherIT {

    private static final String ID = "{\"name\":\"id\",\"type\":\"string\"}";
    private static final String AMOUNT = ",{\"name\":\"amount\",\"type\":\"int\"%s}";

    @TempDir
    static Path folder;

    private static TestingKafka kafka;
    private static Admin admin;

    private final InMemorySchemaRegistry memory = new InMemorySchemaRegistry();
    private final SchemaRegistry registry = System.getProperty("weir.test.registry") == null
            ? memory
            : new HttpSchemaRegistry(RegistryConfig.of(URI.create(System.getProperty("weir.test.registry"))));
    private final String stream = "s" + UUID.randomUUID();
    private ContractPublisher publisher;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = TestingKafka.start(folder);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stopKafka() throws Exception {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void connect() throws KafkaUnavailableException {
        publisher = ContractPublisher.connect(kafka.bootstrapServers(), registry);
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    private ContractSource contract(String options, String fields) throws ContractException {
        return ContractSource.parse(
                Path.of("streams", stream + ".yaml"),
                "stream: " + stream + "\nschema: s.avsc\n" + options,
                SchemaFormat.AVRO,
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    @Test
    void newContractGetsTopicSchemaAndLogEntry() throws Exception {
        ContractSource source = contract("key: id\npartitions: 3\nretention: 2d\n", ID);

        Published published = publisher.apply(List.of(source)).get(0);

        assertThat(published.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(published.published().version()).isEqualTo(1);
        assertThat(registry.find(published.published().schemaId()))
                .contains(source.contract().schema());
        assertThat(partitions(stream)).isEqualTo(3);
        Config config = config(stream);
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(config.get("retention.ms").value()).isEqualTo("172800000");
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config(stream + ".dead").get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(registry.versions(stream + ".dead-value"))
                .singleElement()
                .satisfies(version -> assertThat(version.schema()).isEqualTo(DeadLetter.SCHEMA));
        try (ContractLog log = ContractLog.follow(kafka.bootstrapServers())) {
            assertThat(log.current()).containsEntry(stream, published.published());
        }
    }

    @Test
    void unchangedContractWritesNothing() throws Exception {
        ContractSource source = contract("key: id\n", ID);
        Published first = publisher.apply(List.of(source)).get(0);
        long end = endOfLog();

        Published second = publisher.apply(List.of(source)).get(0);

        assertThat(second).isEqualTo(new Published(first.published(), Outcome.UNCHANGED));
        assertThat(endOfLog()).isEqualTo(end);
        assertThat(registry.versions(source.contract().subject())).hasSize(1);
    }

    @Test
    void compatibleSchemaIsANewVersionThatFollowersSee() throws Exception {
        publisher.apply(List.of(contract("key: id\n", ID)));
        try (ContractLog log = ContractLog.follow(kafka.bootstrapServers())) {
            ContractSource changed = contract("key: id\n", ID + AMOUNT.formatted(",\"default\":0"));

            Published published = publisher.apply(List.of(changed)).get(0);

            assertThat(published.outcome()).isEqualTo(Outcome.NEW_VERSION);
            assertThat(published.published().version()).isEqualTo(2);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                log.poll(Duration.ofMillis(100));
                assertThat(log.current()).containsEntry(stream, published.published());
            });
        }
    }

    @Test
    void incompatibleSchemaIsRefusedBeforeAnythingIsWritten() throws Exception {
        ContractSource good = contract("key: id\n", ID);
        publisher.apply(List.of(good));
        long end = endOfLog();
        ContractSource other = ContractSource.parse(
                Path.of("other.yaml"),
                "stream: other-" + stream + "\nschema: s.avsc\n",
                SchemaFormat.AVRO,
                good.contract().schema().text());
        ContractSource bad = contract("key: id\n", ID + AMOUNT.formatted(""));

        assertThatThrownBy(() -> publisher.apply(List.of(other, bad)))
                .isInstanceOf(ContractException.class)
                .hasMessage("streams/" + stream + ".yaml:2:9: Field 'amount' was added without a default, so events"
                        + " written by v1 can't be read. Give it a default, or make it nullable with default null."
                        + " (compatibility: backward_transitive) [CONTRACT-020]");

        assertThat(endOfLog()).isEqualTo(end);
        assertThat(admin.listTopics().names().get()).doesNotContain("other-" + stream);
        assertThat(registry.versions(other.contract().subject())).isEmpty();
        assertThat(registry.versions(bad.contract().subject())).hasSize(1);
    }

    @Test
    void keyModeAndFewerPartitionsCannotChange() throws Exception {
        publisher.apply(List.of(contract("key: id\n", ID)));

        assertThatThrownBy(() -> publisher.apply(List.of(contract("mode: append\npartitions: 2\n", ID))))
                .hasMessageContaining(".yaml:1:1: The key was [id] and can't become []")
                .hasMessageContaining(".yaml:4:13: Topic '" + stream + "' has 4 partitions and can't get 2: Kafka can't"
                        + " take partitions away. Write 'partitions: 4'");
        assertThatThrownBy(() -> publisher.apply(List.of(contract("mode: upsert\nkey: id\n", ID))))
                .hasMessageContaining(".yaml:3:7: The mode was append and can't become upsert");
    }

    @Test
    void partitionsAreAddedOnlyWhereNoRepeatCouldEscape() throws Exception {
        String identity = "key: id\nidentity: { id: id, within: 1h }\n";
        publisher.apply(List.of(contract(identity, ID)));

        assertThatThrownBy(() -> publisher.apply(List.of(contract(identity + "partitions: 6\n", ID))))
                .hasMessageContaining("a repeat of an event that is already stored would not meet it")
                .hasMessageContaining("INSERT INTO `" + stream + "-v2` SELECT * FROM `" + stream + "`");
        publisher.apply(List.of(contract("key: id\n", ID)));
        publisher.apply(List.of(contract("key: id\npartitions: 6\n", ID)));

        assertThat(partitions(stream)).isEqualTo(6);
    }

    @Test
    void topicThatWasThereIsTakenOverIfItsPartitionsAgree() throws Exception {
        admin.createTopics(List.of(new NewTopic(stream, 2, (short) 1))).all().get();

        assertThatThrownBy(() -> publisher.apply(List.of(contract("key: id\n", ID))))
                .hasMessageContaining("it was there before the contract. Write 'partitions: 2'");
        publisher.apply(List.of(contract("mode: upsert\nkey: id\npartitions: 2\nretention: 1d\n", ID)));

        assertThat(config(stream).get("cleanup.policy").value()).isEqualTo("compact,delete");
        assertThat(config(stream).get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
    }

    @Test
    void contractThatNoFileCanSayIsRefused() throws Exception {
        StreamContract good = contract("key: id\n", ID).contract();
        StreamContract bad = new StreamContract(
                stream,
                Mode.UPSERT,
                good.schema(),
                List.of("id"),
                new EventTime("id", Duration.ZERO, Duration.ZERO, null),
                null,
                1,
                null,
                Compatibility.NONE,
                List.of(),
                List.of());

        assertThatThrownBy(() -> publisher.apply(List.of(ContractWriter.source(Path.of("streams"), bad, "x.sql"))))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("'time.field' expects a timestamp");
    }

    @Test
    void withoutTheRegistryNothingIsPublished() throws Exception {
        InMemorySchemaRegistry away = new InMemorySchemaRegistry();
        away.setAvailable(false);
        try (ContractPublisher withoutRegistry = ContractPublisher.connect(kafka.bootstrapServers(), away)) {
            assertThatThrownBy(() -> withoutRegistry.apply(List.of(contract("key: id\n", ID))))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(admin.listTopics().names().get()).doesNotContain(stream);
    }

    @Test
    void recordThatCannotBeReadLeavesTheContractBefore() throws Exception {
        Published published =
                publisher.apply(List.of(contract("key: id\n", ID))).get(0);
        append(stream, "{\"contract\":\"stream: [\"}");
        append(stream + "x", "not even JSON");

        try (ContractLog log = ContractLog.follow(kafka.bootstrapServers())) {
            assertThat(log.current())
                    .containsEntry(stream, published.published())
                    .doesNotContainKey(stream + "x");
            append(stream, null);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                log.poll(Duration.ofMillis(100));
                assertThat(log.current()).doesNotContainKey(stream);
            });
        }
    }

    private static void append(String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            ContractLog.TOPIC,
                            key.getBytes(StandardCharsets.UTF_8),
                            value == null ? null : value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static int partitions(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    private static Config config(String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static long endOfLog() throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(ContractLog.TOPIC, 0);
        ListOffsetsResultInfo end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .all()
                .get()
                .get(partition);
        return end.offset();
    }
}
