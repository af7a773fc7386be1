package dev.weir.gateway.mqtt;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the connections of one event loop share: one wake-up for many of Kafka's answers, one flush a connection for all of
 * its acknowledgements, one clock. Used on that event loop, but for {@link #known}.
 */
final class Lane {

    private static final long RETRY_MILLIS = 50;
    private static final long SWEEP_MILLIS = 1_000;
    /** Connections that are tried again at a time, so that a long outage costs little. */
    private static final int MOST_RETRIES = 256;

    private record Known(MqttReceiver receiver, Delivery delivery) {}

    private final EventLoop eventLoop;
    private final Queue<Known> known = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Set<MqttReceiver> receivers = new LinkedHashSet<>();
    private final Set<MqttReceiver> blocked = new LinkedHashSet<>();
    private final List<MqttReceiver> written = new ArrayList<>();

    Lane(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** From now on it looks after its connections. */
    void start() {
        eventLoop.scheduleWithFixedDelay(this::retry, RETRY_MILLIS, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        eventLoop.scheduleWithFixedDelay(
                () -> sweep(System.nanoTime()), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(MqttReceiver receiver) {
        receivers.add(receiver);
    }

    void remove(MqttReceiver receiver) {
        receivers.remove(receiver);
        blocked.remove(receiver);
    }

    /** Its messages are to be tried again. */
    void block(MqttReceiver receiver) {
        blocked.add(receiver);
    }

    /** The log has told of all of a message. On any thread. */
    void known(MqttReceiver receiver, Delivery delivery) {
        known.add(new Known(receiver, delivery));
        if (awake.compareAndSet(false, true)) {
            eventLoop.execute(this::settle);
        }
    }

    private void settle() {
        awake.set(false);
        for (Known next = known.poll(); next != null; next = known.poll()) {
            if (next.receiver.settle(next.delivery)) {
                written.add(next.receiver);
            }
        }
        written.forEach(MqttReceiver::flush);
        written.clear();
    }

    /** Sends again what there was no room for. */
    void retry() {
        List<MqttReceiver> tried = blocked.stream().limit(MOST_RETRIES).toList();
        tried.forEach(blocked::remove);
        for (MqttReceiver receiver : tried) {
            if (!receiver.retry()) {
                blocked.add(receiver);
            }
        }
    }

    /** @param now {@link System#nanoTime} */
    void sweep(long now) {
        List.copyOf(receivers).forEach(receiver -> receiver.sweep(now));
    }
}
