package dev.weir.benchmarks.telemetry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes readings into a topic, as fast as a bare producer does. */
public final class TelemetryLog {

    private TelemetryLog() {}

    /**
     * Writes all of them, each into its sensor's partition.
     *
     * @param schemaId of {@link ReadingFormat#SCHEMA}, or its burst's
     * @throws IllegalStateException if the broker didn't take one
     */
    public static void write(TelemetrySettings settings, String kafka, String topic, int schemaId) {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                128L << 20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                settings.compression());
        AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            Telemetry log = new Telemetry(settings);
            ReadingFormat format = new ReadingFormat();
            Reading reading = new Reading();
            while (log.next(reading)) {
                byte[] key = SensorName.of(reading.sensor());
                byte[] value = format.write(reading, schemaId);
                producer.send(new ProducerRecord<>(topic, reading.partition(), key, value), (sent, failure) -> {
                    if (failure != null) {
                        lost.set(failure);
                    }
                });
            }
            producer.flush();
        }
        if (lost.get() != null) {
            throw new IllegalStateException("The log has a hole", lost.get());
        }
    }
}
