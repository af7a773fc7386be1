package dev.weir.gateway.stream;

import dev.weir.contract.access.KeyLog;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.gateway.access.KeyRing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the logs of contracts and of API keys on a thread of its own, through any absence of Kafka. */
public final class ContractFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContractFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String kafka;
    private final KeyRing keys;
    private final StreamUpdates updates;
    private final Map<String, PublishedContract> applied = new HashMap<>();
    private final Thread thread = new Thread(this::run, "gateway-contracts");
    private volatile boolean closed;

    /** @param kafka bootstrap servers */
    public ContractFollower(String kafka, KeyRing keys, StreamUpdates updates) {
        this.kafka = kafka;
        this.keys = keys;
        this.updates = updates;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (KeyLog keyLog = KeyLog.follow(kafka);
                    ContractLog log = ContractLog.follow(kafka)) {
                keys.update(keyLog.keys(), keyLog.required());
                apply(log.current());
                updates.caughtUp();
                follow(keyLog, log);
            } catch (KafkaUnavailableException | KafkaException e) {
                if (!closed) {
                    LOG.warn("The contracts or the API keys can't be read; trying again cause={}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void follow(KeyLog keyLog, ContractLog log) {
        long askAgain = System.nanoTime();
        while (!closed) {
            if (System.nanoTime() - askAgain >= 0) {
                askAgain = System.nanoTime() + (updates.askRegistry() ? Duration.ZERO : ASK_AGAIN).toNanos();
            }
            if (log.poll(POLL)) {
                apply(log.current());
            }
            if (keyLog.poll(Duration.ZERO)) {
                keys.update(keyLog.keys(), keyLog.required());
            }
        }
    }

    /** Tells what differs from what was told before. */
    void apply(Map<String, PublishedContract> current) {
        for (Map.Entry<String, PublishedContract> stream : current.entrySet()) {
            PublishedContract published = stream.getValue();
            if (!published.equals(applied.put(stream.getKey(), published))) {
                updates.inForce(published.contract(), published.version(), published.schemaId());
            }
        }
        applied.keySet().removeIf(stream -> {
            boolean gone = !current.containsKey(stream);
            if (gone) {
                updates.removed(stream);
            }
            return gone;
        });
    }

    private void pause() {
        try {
            Thread.sleep(AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
