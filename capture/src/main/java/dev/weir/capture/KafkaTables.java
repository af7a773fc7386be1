package dev.weir.capture;

import dev.weir.contract.topic.LiveKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.RetriableException;

/** Topics as tables, in Kafka. What Kafka doesn't do now may be tried again. */
record KafkaTables(String bootstrapServers) implements RepeatedSnapshot.Tables {

    @Override
    public Set<ByteBuffer> liveKeys(String topic) {
        try {
            return LiveKeys.of(bootstrapServers, topic);
        } catch (KafkaException e) {
            throw new RetriableException("The keys of stream '" + topic + "' can't be read", e);
        }
    }

    @Override
    public void delete(String topic, Set<ByteBuffer> keys) {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            keys.forEach(key -> sent.add(producer.send(new ProducerRecord<>(topic, key.array(), null))));
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (KafkaException | ExecutionException e) {
            throw new RetriableException("Rows of stream '" + topic + "' can't be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("Interrupted while deleting rows of stream '" + topic + "'", e);
        }
    }
}
