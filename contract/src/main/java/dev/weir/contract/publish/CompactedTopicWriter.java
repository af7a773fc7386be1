package dev.weir.contract.publish;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes into a topic that {@link CompactedTopic} follows. Safe to share between threads. */
public final class CompactedTopicWriter implements AutoCloseable {

    private final String topic;
    private final Producer<byte[], byte[]> producer;

    /** @param kafka settings of Kafka clients */
    public CompactedTopicWriter(Map<String, ?> kafka, String topic) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when Kafka has acknowledged.
     *
     * @param value null ends the key
     * @throws KafkaUnavailableException if Kafka didn't; the record may be written or not
     */
    public void write(String key, byte @Nullable [] value) throws KafkaUnavailableException {
        try {
            producer.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(
                    "Kafka didn't take '" + key + "' into the topic " + topic + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("Interrupted while writing '" + key + "' into the topic " + topic, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
