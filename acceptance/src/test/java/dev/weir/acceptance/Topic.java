package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic as a stranger reads and writes it: stock Kafka client, stock Avro, the registry over HTTP. */
final class Topic {

    private final Weir weir;
    private final String name;
    private final Map<Integer, Schema> schemas = new HashMap<>();

    Topic(Weir weir, String name) {
        this.weir = weir;
        this.name = name;
    }

    /** Every committed record from the topic's begin to its end now; heartbeats are none, as every reader is told. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, weir.kafka());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            records.removeIf(record -> record.headers().lastHeader("weir.heartbeat") != null);
            return records;
        }
    }

    String name() {
        return name;
    }

    long size() {
        return records().size();
    }

    /** Every committed value, those of a key in their order; what withdraws a key is left out. */
    List<JsonNode> values() {
        return records().stream()
                .filter(record -> record.value() != null)
                .map(record -> decode(record.value()))
                .toList();
    }

    /** The newest value of each key; keys whose newest value is null are gone. */
    Map<String, JsonNode> newestByKey() {
        Map<String, JsonNode> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records()) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                newest.remove(key);
            } else {
                newest.put(key, decode(record.value()));
            }
        }
        return newest;
    }

    /** The newest record of each key. */
    Map<String, ConsumerRecord<byte[], byte[]>> newestRecords() {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        records().forEach(record -> newest.put(new String(record.key(), StandardCharsets.UTF_8), record));
        return newest;
    }

    JsonNode decode(byte[] framed) {
        return Http.json(record(framed).toString());
    }

    GenericRecord record(byte[] framed) {
        ByteBuffer buffer = ByteBuffer.wrap(framed);
        if (buffer.get() != 0) {
            throw new AssertionError("not framed with magic byte 0");
        }
        Schema schema = schemas.computeIfAbsent(buffer.getInt(), this::fetchSchema);
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException("not an Avro value of " + schema.getFullName(), e);
        }
    }

    private Schema fetchSchema(int id) {
        URI address = URI.create(weir.registry() + "/schemas/ids/" + id);
        return new Schema.Parser().parse(Http.json(address).get("schema").asText());
    }

    /** Writes values as they are, past the gateway, and waits for their acknowledgement. */
    void write(String key, List<byte[]> values) {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, weir.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
            values.forEach(value -> producer.send(new ProducerRecord<>(name, keyBytes, value)));
            producer.flush();
        }
    }
}
