package dev.weir.cli.bench;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.EventReader;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.load.LoadEvent;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Events as they came.
 *
 * @param events in the order in which the broker took them
 * @param leftOut how many records are no events that the contract's schema can read
 * @param perSecond how many came in a second
 */
public record Captured(List<LoadEvent> events, long leftOut, double perSecond) {

    private static final Duration POLL = Duration.ofMillis(200);

    public Captured {
        events = List.copyOf(events);
    }

    /**
     * Takes the newest committed events of a stream, from each partition as many as is its part of the stream.
     *
     * @param kafka bootstrap servers
     * @param contract by whose schema they are read
     * @param newest how many at most
     * @return empty if there is no such topic
     * @throws org.apache.kafka.common.KafkaException if Kafka doesn't answer in time
     */
    public static Optional<Captured> of(String kafka, SchemaRegistry registry, StreamContract contract, int newest)
            throws RegistryUnavailableException {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return of(consumer, registry, contract, newest);
        }
    }

    static Optional<Captured> of(
            Consumer<byte[], byte[]> consumer, SchemaRegistry registry, StreamContract contract, int newest)
            throws RegistryUnavailableException {
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(contract.topic(), List.of());
        if (partitions.isEmpty()) {
            return Optional.empty();
        }
        List<TopicPartition> all = partitions.stream()
                .map(partition -> new TopicPartition(contract.topic(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = seek(consumer, all, newest);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (!Heartbeat.is(record) && record.offset() < ends.get(partition)) {
                    records.add(record);
                }
            }
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return Optional.of(read(records, registry, contract));
    }

    private static Map<TopicPartition, Long> seek(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, int newest) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long all = partitions.stream()
                .mapToLong(partition -> ends.get(partition) - begins.get(partition))
                .sum();
        double part = all <= newest ? 1 : (double) newest / all;
        for (TopicPartition partition : partitions) {
            long size = ends.get(partition) - begins.get(partition);
            consumer.seek(partition, ends.get(partition) - (long) Math.ceil(size * part));
        }
        return ends;
    }

    private static Captured read(
            List<ConsumerRecord<byte[], byte[]>> records, SchemaRegistry registry, StreamContract contract)
            throws RegistryUnavailableException {
        Map<Integer, Optional<EventReader>> readers = new HashMap<>();
        List<LoadEvent> events = new ArrayList<>();
        long leftOut = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value();
            if (value == null && contract.mode() != Mode.APPEND) {
                events.add(new LoadEvent(record.partition(), record.key(), null));
                continue;
            }
            try {
                Optional<EventReader> reader =
                        value == null ? Optional.empty() : reader(value, registry, contract, readers);
                if (reader.isPresent()) {
                    events.add(new LoadEvent(
                            record.partition(), record.key(), reader.get().read(value)));
                } else {
                    leftOut++;
                }
            } catch (RecordRejectedException e) { // It is dead where it was taken from, too.
                leftOut++;
            }
        }
        double seconds = records.isEmpty()
                ? 0
                : (records.get(records.size() - 1).timestamp() - records.get(0).timestamp()) / 1000.0;
        return new Captured(events, leftOut, events.size() / Math.max(1, seconds));
    }

    private static Optional<EventReader> reader(
            byte[] value, SchemaRegistry registry, StreamContract contract, Map<Integer, Optional<EventReader>> known)
            throws RecordRejectedException, RegistryUnavailableException {
        int id = WireFormat.readSchemaId(ByteBuffer.wrap(value));
        Optional<EventReader> reader = known.get(id);
        if (reader == null) {
            Optional<StreamSchema> writer = registry.find(id);
            reader = writer.map(schema -> new EventReader(schema, contract.schema()));
            known.put(id, reader);
        }
        return reader;
    }
}
