package dev.weir.pipeline;

import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes and reads the streams of a project as any Kafka client does. */
record TestingTopics(String kafka, URI registry, Path streams) {

    private StreamContract contract(String stream) throws Exception {
        return ContractFolder.load(streams).stream()
                .map(source -> source.contract())
                .filter(contract -> contract.name().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    void send(String stream, List<String> events) throws Exception {
        StreamContract contract = contract(stream);
        List<Registered> versions = new HttpSchemaRegistry(RegistryConfig.of(registry)).versions(contract.subject());
        JsonEventEncoder encoder =
                new JsonEventEncoder(contract, versions.get(versions.size() - 1).id());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String event : events) {
                byte[] json = event.getBytes(StandardCharsets.UTF_8);
                EncodedEvent encoded = encoder.encode(json, 0, json.length);
                producer.send(new ProducerRecord<>(stream, encoded.key(), encoded.value()));
            }
        }
    }

    /** The values of all committed records as JSON, {@code null} for tombstones. */
    List<String> committed(String stream) throws Exception {
        return committed(stream, stream);
    }

    /** Those of a stream that has another's schema. */
    List<String> committed(String stream, String schema) throws Exception {
        JsonEventDecoder decoder = new JsonEventDecoder(contract(schema).schema());
        List<String> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : committedRecords(stream)) {
            events.add(record.value() == null ? "null" : decoder.decode(record.value()));
        }
        return events;
    }

    private List<ConsumerRecord<byte[], byte[]>> committedRecords(String topic) {
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

    private Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", kafka));
    }
}
