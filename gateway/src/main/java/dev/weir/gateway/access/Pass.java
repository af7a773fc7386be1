package dev.weir.gateway.access;

import dev.weir.contract.access.ApiKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What whoever sends a request may do. Safe to share between threads. */
public final class Pass {

    /** Of one who has no key where none is needed: all streams, at any rate. */
    public static final Pass ANYBODY = new Pass(null);

    private final @Nullable ApiKey key;
    private final @Nullable RateLimit limit;

    Pass(@Nullable ApiKey key) {
        this.key = key;
        this.limit = key == null || key.eventsPerSecond() == null
                ? null
                : new RateLimit(key.eventsPerSecond(), System.nanoTime());
    }

    boolean isOf(ApiKey other) {
        return other.equals(key);
    }

    boolean isOf(String text) {
        return key != null && key.isOf(text);
    }

    public boolean opens(String stream) {
        return key == null || key.opens(stream);
    }

    /** Whether messages of an MQTT topic are taken, where the stream is opened. */
    public boolean opensTopic(String topic) {
        return key == null || key.opensTopic(topic);
    }

    /** The id of the key; empty without one. */
    public String id() {
        return key == null ? "" : key.id();
    }

    /** How long to wait before more events are taken; zero if they are taken now. */
    public Duration delay(long nanoTime) {
        return limit == null ? Duration.ZERO : limit.delay(nanoTime);
    }

    /** Events came; it counts for the next request. */
    public void charge(int events, long nanoTime) {
        if (limit != null) {
            limit.charge(events, nanoTime);
        }
    }
}
