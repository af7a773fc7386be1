package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A stock {@code read_committed} consumer that notes when each beat of a {@link SteadyFeed} became a result. */
final class CommittedResults implements AutoCloseable {

    private final Weir weir;
    private final Topic topic;
    private final Map<Long, Instant> seen = new ConcurrentSkipListMap<>();
    private final Thread thread = new Thread(this::run, "committed-results");

    private volatile boolean closed;

    CommittedResults(Weir weir, String topic) {
        this.weir = weir;
        this.topic = new Topic(weir, topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** When the first result of a beat not before this one was there to read; empty until then. */
    Optional<Instant> firstAfter(int beat) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getKey() >= beat)
                .map(Map.Entry::getValue)
                .min(Instant::compareTo);
    }

    private void run() {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, weir.kafka());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() != null) {
                        JsonNode notification = topic.decode(record.value());
                        long beat = SteadyFeed.beatOf(notification);
                        if (beat >= 0) {
                            seen.putIfAbsent(beat, Instant.now());
                        }
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
