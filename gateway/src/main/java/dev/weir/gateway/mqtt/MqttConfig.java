package dev.weir.gateway.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of the door over MQTT.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any that is free
 * @param maxPacketBytes of one packet, without its fixed header
 * @param maxConnections at once
 * @param maxInFlight messages of one connection that aren't acknowledged yet
 * @param maxEvents of one message
 * @param inFlightBytes of all messages together that aren't acknowledged yet
 * @param unfinishedBytes of all packets together of which a part has come, without what TLS holds
 * @param packetTimeout from a packet's first bytes to its last
 * @param connectTimeout from the connection to the CONNECT packet
 * @param refusalDelay before a connection is closed whose message can't be taken
 * @param tls where it listens for TLS, too; null for nowhere
 */
public record MqttConfig(
        String host,
        int port,
        int maxPacketBytes,
        int maxConnections,
        int maxInFlight,
        int maxEvents,
        long inFlightBytes,
        long unfinishedBytes,
        Duration packetTimeout,
        Duration connectTimeout,
        Duration refusalDelay,
        @Nullable MqttTls tls) {

    public MqttConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, not " + port);
        }
        if (maxPacketBytes < 1
                || maxConnections < 1
                || maxEvents < 1
                || inFlightBytes < maxPacketBytes
                || unfinishedBytes < maxPacketBytes) {
            throw new IllegalArgumentException(
                    "Bounds must be positive, and there is room for one packet at least in flight and unfinished");
        }
        if (maxInFlight < 1 || maxInFlight > 65_535) {
            throw new IllegalArgumentException("From 1 to 65535 messages are in flight, not " + maxInFlight);
        }
        if (connectTimeout.toMillis() < 1 || packetTimeout.toMillis() < 1 || refusalDelay.isNegative()) {
            throw new IllegalArgumentException("Times must be positive");
        }
    }

    /** The bounds that docs/mqtt.md promises. */
    public static MqttConfig listeningOn(String host, int port, @Nullable MqttTls tls) {
        return new MqttConfig(
                host,
                port,
                256 << 10,
                100_000,
                64,
                1_000,
                32L << 20,
                32L << 20,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                tls);
    }
}
