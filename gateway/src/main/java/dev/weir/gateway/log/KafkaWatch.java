package dev.weir.gateway.log;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka every second, on its own thread, whether it is there, and for the metadata of topics to come. */
final class KafkaWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long EVERY_MILLIS = 1_000;
    private static final long UNPREPARED_MILLIS = 50;

    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final Set<String> unprepared = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "gateway-kafka-watch");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile boolean reachable;

    KafkaWatch(String bootstrapServers, Producer<byte[], byte[]> producer) {
        this.producer = producer;
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "weir-gateway-watch",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis()));
        thread.scheduleWithFixedDelay(this::check, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::fetchMetadata, 0, UNPREPARED_MILLIS, TimeUnit.MILLISECONDS);
    }

    void prepare(String topic) {
        unprepared.add(topic);
    }

    boolean reachable() {
        return reachable;
    }

    private void check() {
        boolean answered;
        try {
            admin.describeCluster().nodes().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
        } catch (ExecutionException | TimeoutException e) {
            answered = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (answered != reachable) {
            reachable = answered;
            if (answered) {
                LOG.info("Kafka answers");
            } else {
                LOG.warn("Kafka doesn't answer; events are refused with 503 until it does");
            }
        }
    }

    /** Each call asks in the background and fails until the answer is there. */
    private void fetchMetadata() {
        unprepared.removeIf(topic -> {
            try {
                return !producer.partitionsFor(topic).isEmpty();
            } catch (KafkaException e) {
                LOG.debug(
                        "No metadata yet topic={} code={}", topic, e.getClass().getSimpleName());
                return false;
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
