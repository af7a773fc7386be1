package dev.weir.gateway.log;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.gateway.log.AppendResult.Busy;
import dev.weir.gateway.log.AppendResult.Refused;
import dev.weir.gateway.log.AppendResult.Stored;
import dev.weir.gateway.log.AppendResult.TooLarge;
import dev.weir.gateway.log.AppendResult.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to Kafka with an idempotent producer, acknowledged by all in-sync replicas.
 *
 * <p>The producer may never block ({@code max.block.ms=0}), as event loops call it: where it would wait for memory or
 * for the metadata of a topic, it fails at once and the event is {@link Busy}. {@link KafkaWatch} fetches the metadata
 * beforehand and the producer never forgets it.
 */
public final class KafkaEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    /** Four times Kafka's own, for requests of many events; still room for 500 partitions in the usual buffer. */
    private static final int BATCH_BYTES = 64 << 10;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Producer<byte[], byte[]> producer;
    private final KafkaWatch watch;

    /** @param deliveryTimeout after which an event without an acknowledgement is {@link Unknown}; at least 2 s */
    public KafkaEventLog(String bootstrapServers, Duration deliveryTimeout, long bufferBytes) {
        producer = new KafkaProducer<>(
                settings(bootstrapServers, deliveryTimeout, bufferBytes),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        watch = new KafkaWatch(bootstrapServers, producer);
    }

    private static Map<String, Object> settings(String bootstrapServers, Duration deliveryTimeout, long bufferBytes) {
        int delivery = (int) deliveryTimeout.toMillis();
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "weir-gateway");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER.toMillis());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery / 2);
        return settings;
    }

    @Override
    public void append(String topic, EncodedEvent event, Map<String, String> headers, Consumer<AppendResult> result) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, event.key(), event.value());
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(record, result);
    }

    @Override
    public void beat(String topic, int partition, long time, Consumer<AppendResult> result) {
        send(Heartbeat.record(topic, partition, time), result);
    }

    private void send(ProducerRecord<byte[], byte[]> record, Consumer<AppendResult> result) {
        Append append = new Append(record.topic(), result);
        try {
            producer.send(record, append::completed);
        } catch (KafkaException | IllegalStateException e) {
            append.failed(e);
        }
    }

    @Override
    public void prepare(String topic) {
        watch.prepare(topic);
    }

    @Override
    public boolean reachable() {
        return watch.reachable();
    }

    @Override
    public void close() {
        watch.close();
        producer.close(CLOSE);
    }

    /** One record on its way. */
    private static final class Append {

        private final String topic;
        private final Consumer<AppendResult> result;
        private final Thread appending = Thread.currentThread();

        Append(String topic, Consumer<AppendResult> result) {
            this.topic = topic;
            this.result = result;
        }

        void completed(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null || metadata == null) {
                failed(failure);
            } else {
                result.accept(new Stored(metadata.partition(), metadata.offset()));
            }
        }

        void failed(@Nullable Exception failure) {
            if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
                result.accept(new TooLarge());
            } else if (failure instanceof AuthorizationException
                    || failure instanceof InvalidTopicException
                    || failure instanceof InvalidRecordException) {
                LOG.error(
                        "Kafka refuses records topic={} code={}",
                        topic,
                        failure.getClass().getSimpleName());
                result.accept(new Refused(failure.getClass().getSimpleName()));
            } else if (Thread.currentThread() == appending) {
                // The producer failed within send(), on our own thread: the event never reached its buffer.
                result.accept(new Busy());
            } else {
                result.accept(new Unknown());
            }
        }
    }
}
