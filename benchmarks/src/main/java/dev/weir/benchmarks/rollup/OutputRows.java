package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.AvroRows;
import dev.weir.benchmarks.telemetry.Features;
import dev.weir.benchmarks.telemetry.SensorName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a way has committed, with Avro's own reader, whoever wrote it. Not thread-safe. */
final class OutputRows implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroRows avro;

    OutputRows(String kafka, String registry, Topics topics, String topic) {
        this.topics = topics;
        this.topic = topic;
        this.avro = new AvroRows(registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Gives all rows that are committed now and weren't given before. */
    void readOn(Consumer<Features> rows) throws Exception {
        Map<TopicPartition, Long> ends = topics.ends(Set.of(topic), IsolationLevel.READ_COMMITTED);
        if (consumer.assignment().isEmpty()) {
            consumer.assign(List.copyOf(ends.keySet()));
            consumer.seekToBeginning(ends.keySet());
        }
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                rows.accept(features(record.value()));
            }
        }
    }

    private Features features(byte[] value) {
        GenericRecord row = avro.read(value);
        return new Features(
                AvroRows.number(row, "window_start"),
                SensorName.parse((CharSequence) row.get("sensor_id")),
                AvroRows.number(row, "readings"),
                AvroRows.decimal(row, "vibration_avg").doubleValue(),
                AvroRows.decimal(row, "vibration_min").doubleValue(),
                AvroRows.decimal(row, "vibration_max").doubleValue(),
                AvroRows.decimal(row, "temperature_avg").doubleValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
