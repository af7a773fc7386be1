package dev.weir.simulate.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A device that stays connected: what isn't acknowledged when a connection is lost is sent again over the next one, marked as
 * that, before what is newer. Used by its event loop only.
 */
final class FleetConnection {

    private static final long PING_AFTER = Duration.ofSeconds(20).toNanos();
    private static final long LET_IN_WITHIN = Duration.ofSeconds(15).toNanos();
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();
    private static final MqttMessage PING =
            new MqttMessage(new MqttFixedHeader(MqttMessageType.PINGREQ, false, MqttQoS.AT_MOST_ONCE, false, 0));
    private static final MqttMessage GOODBYE =
            new MqttMessage(new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0));

    private final String clientId;
    private final FleetProgress fleet;
    private final long overdue;
    private final Window window = new Window();
    private final Queue<Outgoing> waiting = new ArrayDeque<>();

    private @Nullable Channel channel;
    private boolean letIn;
    private int width;
    private long pause = FIRST_PAUSE;
    /** Times of {@link System#nanoTime}: when it may connect, since when it tries to, of the last sign of progress, of the last packet. */
    private long connectAt = System.nanoTime();

    private long connecting;
    private long progress;
    private long wrote;

    FleetConnection(String clientId, FleetProgress fleet, Duration acknowledged) {
        this.clientId = clientId;
        this.fleet = fleet;
        overdue = acknowledged.toNanos();
    }

    String clientId() {
        return clientId;
    }

    boolean wantsToConnect(long now) {
        return channel == null && now - connectAt >= 0;
    }

    boolean isConnecting() {
        return channel != null && !letIn;
    }

    /** Its next connection is being made. */
    void connecting(ChannelFuture future) {
        channel = future.channel();
        connecting = System.nanoTime();
    }

    /** A message is to be sent with the next {@link #send}. */
    void add(Outgoing message) {
        waiting.add(message);
    }

    /** Sends what fits into the window. */
    void send() {
        Channel open = channel;
        if (open == null || !letIn || waiting.isEmpty()) {
            return;
        }
        if (window.isEmpty()) {
            progress = System.nanoTime();
        }
        boolean any = false;
        while (!waiting.isEmpty() && !window.isFull(width)) {
            Outgoing message = waiting.remove();
            write(open, message, window.add(message), false);
            any = true;
        }
        if (any) {
            flush(open);
        }
    }

    /** The door lets it in, and takes so many messages before it acknowledges the first. */
    void letIn(Channel by, int receiveMaximum) {
        if (by != channel) {
            return;
        }
        letIn = true;
        width = receiveMaximum;
        pause = FIRST_PAUSE;
        progress = System.nanoTime();
        fleet.connected(1);
        window.forEach((message, packetId) -> {
            write(by, message, packetId, true);
            fleet.again(message.readings());
        });
        flush(by);
        send();
    }

    /** How many readings the message with this id has that was in flight; 0 if none was. */
    int acknowledged(Channel by, int packetId) {
        Outgoing message = by == channel ? window.acknowledge(packetId) : null;
        if (message == null) {
            return 0;
        }
        progress = System.nanoTime();
        return message.readings();
    }

    /** A connection has ended, or couldn't be made. */
    void lost(Channel which) {
        if (which != channel) {
            return;
        }
        if (letIn) {
            fleet.connected(-1);
            fleet.connectionLost();
        }
        channel = null;
        letIn = false;
        connectAt = System.nanoTime()
                + (long) (pause * (0.5 + ThreadLocalRandom.current().nextDouble()));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
    }

    /** Looks after it, every now and then. */
    void tend(long now) {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (!letIn) {
            if (now - connecting > LET_IN_WITHIN) {
                open.close();
            }
        } else if (!window.isEmpty() && now - progress > overdue) {
            // MQTT 5.0, 4.4: on the same connection nothing may be sent again.
            open.close();
        } else if (now - wrote > PING_AFTER) {
            open.write(PING);
            flush(open);
        }
    }

    /** Ends its connection, politely if it can. It isn't used any more. */
    void end() {
        Channel open = channel;
        if (open == null) {
            return;
        }
        if (letIn) {
            open.writeAndFlush(GOODBYE).addListener(ChannelFutureListener.CLOSE);
        } else {
            open.close();
        }
    }

    private void flush(Channel open) {
        open.flush();
        wrote = System.nanoTime();
    }

    private static void write(Channel open, Outgoing message, int packetId, boolean again) {
        open.write(
                new MqttPublishMessage(
                        new MqttFixedHeader(MqttMessageType.PUBLISH, again, MqttQoS.AT_LEAST_ONCE, false, 0),
                        new MqttPublishVariableHeader(message.topic(), packetId, MqttProperties.NO_PROPERTIES),
                        Unpooled.wrappedBuffer(message.payload())),
                open.voidPromise());
    }
}
