package dev.weir.streams;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One stream on the testing stack: makes its topics, and writes and reads records as any Kafka client does. */
public final class TestingStream {

    private static final SchemaRegistry REGISTRY = new HttpSchemaRegistry(TestingStack.registry());

    private final StreamContract contract;
    private final JsonEventEncoder encoder;

    private TestingStream(StreamContract contract) throws Exception {
        this.contract = contract;
        this.encoder = new JsonEventEncoder(
                contract,
                REGISTRY.register(contract.subject(), contract.schema(), contract.compatibility())
                        .id());
    }

    /** Makes the topics of the stream and of its dead letters and, with the first stream, of the ledger. */
    public static TestingStream create(StreamContract contract) throws Exception {
        try (Admin admin = Admin.create(client())) {
            if (!admin.listTopics().names().get().contains(LedgerEntry.TOPIC)) {
                admin.createTopics(List.of(new NewTopic(LedgerEntry.TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
            admin.createTopics(List.of(
                            new NewTopic(contract.topic(), contract.partitions(), (short) 1)
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")),
                            new NewTopic(contract.deadTopic(), 1, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        return new TestingStream(contract);
    }

    /** The same topic, written with another version of the schema. */
    public TestingStream version(StreamContract other) throws Exception {
        return new TestingStream(other);
    }

    public StreamContract contract() {
        return contract;
    }

    public void send(List<String> events) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String event : events) {
            byte[] json = event.getBytes(StandardCharsets.UTF_8);
            EncodedEvent encoded = encoder.encode(json, 0, json.length);
            records.add(new ProducerRecord<>(contract.topic(), encoded.key(), encoded.value()));
        }
        sendRaw(records);
    }

    public void sendRaw(byte[] key, byte[] value) throws Exception {
        sendRaw(List.of(new ProducerRecord<>(contract.topic(), key, value)));
    }

    private static void sendRaw(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    /** The committed records' values as JSON, {@code null} for tombstones, partition by partition. */
    public List<String> committed() throws Exception {
        JsonEventDecoder decoder = new JsonEventDecoder(contract.schema());
        List<String> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : committedRecords(contract.topic())) {
            events.add(record.value() == null ? "null" : decoder.decode(record.value()));
        }
        return events;
    }

    public static List<ConsumerRecord<byte[], byte[]>> committedRecords(String topic) {
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    public static Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", TestingStack.bootstrapServers()));
    }
}
