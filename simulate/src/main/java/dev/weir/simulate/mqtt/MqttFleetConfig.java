package dev.weir.simulate.mqtt;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a fleet sends.
 *
 * @param host of the door
 * @param port of the door
 * @param connections how many, from 1 to 60,000: each has a port of its own
 * @param threads how many threads serve them; one is enough for tens of thousands of messages a second
 * @param clientIds what client ids begin with; no other fleet that runs may have the same
 * @param key an API key, given as password; null for none
 * @param acknowledged within which time a message must be acknowledged, or its connection is given up for a new one
 * @param giveUp after how long without any acknowledgement, while something waits for one
 * @param waiting how many messages may be on their way or wait for it, at most; who sends more is held
 */
public record MqttFleetConfig(
        String host,
        int port,
        int connections,
        int threads,
        String clientIds,
        @Nullable String key,
        Duration acknowledged,
        Duration giveUp,
        int waiting) {

    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(20);
    private static final int WAITING = 100_000;
    private static final int MOST_CONNECTIONS = 60_000;

    public MqttFleetConfig {
        Objects.requireNonNull(host);
        Objects.requireNonNull(clientIds);
        check(port > 0 && port <= 65_535, "a port is from 1 to 65535, not " + port);
        check(
                connections > 0 && connections <= MOST_CONNECTIONS,
                "connections are from 1 to " + MOST_CONNECTIONS + ", not " + connections);
        check(threads > 0 && threads <= 64, "threads are from 1 to 64, not " + threads);
        check(acknowledged.toMillis() > 0, "the time for an acknowledgement is a millisecond or more");
        check(giveUp.compareTo(acknowledged) >= 0, "nobody gives up before an acknowledgement is overdue");
        check(waiting > 0, "at least one message may wait");
    }

    /** With the usual patience. */
    public static MqttFleetConfig of(
            String host,
            int port,
            int connections,
            int threads,
            String clientIds,
            @Nullable String key,
            Duration giveUp) {
        return new MqttFleetConfig(host, port, connections, threads, clientIds, key, ACKNOWLEDGED, giveUp, WAITING);
    }

    private static void check(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }

    @Override
    public String toString() {
        return "MqttFleetConfig[" + host + ":" + port + ", connections=" + connections + ", threads=" + threads
                + ", key=" + (key == null ? "none" : "***") + "]";
    }
}
