package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;

/**
 * What all connections of the door share. Safe to share between threads.
 *
 * @param budget for messages that aren't acknowledged yet
 * @param unfinished for parts of packets
 */
record Desk(
        MqttConfig config,
        KeyRing keys,
        StreamDirectory streams,
        EventLog log,
        Sessions sessions,
        ByteBudget budget,
        ByteBudget unfinished,
        GatewayMetrics metrics) {

    /** Whether it knows all that it needs to judge a client and its messages. */
    boolean ready() {
        return keys.known() && streams.complete();
    }
}
