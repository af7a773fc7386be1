package dev.weir.contract.topic;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The keys that a topic has now. */
public final class LiveKeys {

    private static final Duration POLL = Duration.ofMillis(200);

    private LiveKeys() {}

    /**
     * Reads what is committed of the topic. Holds all its keys in memory.
     *
     * @return the caller's own
     * @throws org.apache.kafka.common.KafkaException if Kafka doesn't answer in time
     */
    public static Set<ByteBuffer> of(String bootstrapServers, String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Set<ByteBuffer> live = new LinkedHashSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record, live);
                }
            }
        }
        return live;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Set<ByteBuffer> live) {
        if (record.key() != null) {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            if (record.value() == null) {
                live.remove(key);
            } else {
                live.add(key);
            }
        }
    }
}
