package dev.weir.operate.dead;

import dev.weir.contract.publish.KafkaUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes into one topic, one record after the other. Not thread-safe. */
public final class KafkaSender implements Replay.Sender, AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    /** @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs */
    public KafkaSender(Map<String, ?> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    @Override
    public DeadPosition send(byte @Nullable [] key, byte[] value, Map<String, String> headers)
            throws KafkaUnavailableException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            RecordMetadata written = producer.send(record).get();
            return new DeadPosition(written.partition(), written.offset());
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaUnavailableException("Kafka didn't take an event of " + topic + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("Interrupted while an event was written to " + topic, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
