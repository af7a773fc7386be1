package dev.weir.pipeline.source;

import dev.weir.contract.topic.LiveKeys;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Empties streams of tables before these are taken anew: rows that are gone meanwhile would stay in them for ever. */
record StreamReset(String kafka) {

    /** Writes a tombstone for each live key of the topics, in one transaction, so that readers see it at once. */
    void empty(String connector, Collection<String> topics) throws ServerUnavailableException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "weir.reset." + connector);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String topic : topics) {
                for (ByteBuffer key : LiveKeys.of(kafka, topic)) {
                    producer.send(new ProducerRecord<>(topic, key.array(), null));
                }
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new ServerUnavailableException("The streams of '" + connector + "' can't be emptied: " + e, e);
        }
    }
}
