package dev.weir.gateway.heartbeat;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.StreamContract;
import dev.weir.gateway.heartbeat.Pulse.Beat;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.metrics.StreamMeter;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes heartbeats into the silent partitions of live streams, on a thread of its own. They are the least of what the
 * gateway writes: one that fails is counted, and the next comes when it would have come anyway. Safe to share between threads.
 */
public final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final long EVERY_MILLIS = 250;

    /** Each takes a batch of the producer's buffer, which events must not lack. */
    private static final int MOST_IN_FLIGHT = 128;

    private final EventLog log;
    private final StreamDirectory streams;
    private final GatewayMetrics metrics;
    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "gateway-heartbeats");
        daemon.setDaemon(true);
        return daemon;
    });
    /** With which stream the next round begins, so that none is always the last. */
    private int first;

    public Heartbeats(EventLog log, StreamDirectory streams, GatewayMetrics metrics) {
        this(log, streams, metrics, System::nanoTime, System::currentTimeMillis);
    }

    /**
     * @param nanos as {@link System#nanoTime}
     * @param millis since 1970-01-01T00:00:00Z
     */
    Heartbeats(EventLog log, StreamDirectory streams, GatewayMetrics metrics, LongSupplier nanos, LongSupplier millis) {
        this.log = log;
        this.streams = streams;
        this.metrics = metrics;
        this.nanos = nanos;
        this.millis = millis;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The log, of which this is told what is stored in it. */
    public EventLog listenTo() {
        return new HeardLog(log, this);
    }

    /** An event is stored. */
    void stored(String topic, int partition, long time) {
        Pulse pulse = pulse(topic);
        if (pulse != null) {
            pulse.stored(partition, time, nanos.getAsLong(), millis.getAsLong());
        }
    }

    /** An event may not be stored. */
    void failed(String topic) {
        Pulse pulse = pulses.get(topic);
        if (pulse != null) {
            pulse.failed();
        }
    }

    /** Of another contract, time begins anew. */
    private @Nullable Pulse pulse(String topic) {
        ServedStream stream = streams.find(topic);
        if (stream == null || !Heartbeat.fits(stream.contract())) {
            return null;
        }
        StreamContract contract = stream.contract();
        Pulse known = pulses.get(topic);
        return known != null && known.contract() == contract
                ? known
                : pulses.compute(
                        topic,
                        (unused, pulse) -> pulse != null && pulse.contract() == contract
                                ? pulse
                                : new Pulse(contract, nanos.getAsLong()));
    }

    private void beat() {
        try {
            step();
        } catch (RuntimeException e) {
            LOG.error("Heartbeats failed; trying again", e);
        }
    }

    /** Writes what is due. */
    void step() {
        pulses.entrySet().removeIf(pulse -> {
            ServedStream stream = streams.find(pulse.getKey());
            return stream == null || stream.contract() != pulse.getValue().contract();
        });
        if (!log.reachable()) {
            return;
        }
        List<Pulse> all = new ArrayList<>(pulses.values());
        for (int i = 0; i < all.size(); i++) {
            int position = (first + i) % all.size();
            int left = MOST_IN_FLIGHT - inFlight.get();
            if (left <= 0) {
                first = position;
                return;
            }
            Pulse pulse = all.get(position);
            Beat due = pulse.next(nanos.getAsLong(), millis.getAsLong(), left);
            if (due != null) {
                due.partitions().forEach(partition -> write(pulse, partition, due.time()));
            }
        }
    }

    private void write(Pulse pulse, int partition, long time) {
        StreamContract contract = pulse.contract();
        StreamMeter meter = metrics.of(contract.name());
        inFlight.incrementAndGet();
        log.beat(contract.topic(), partition, time, result -> {
            inFlight.decrementAndGet();
            if (result instanceof AppendResult.Stored) {
                meter.heartbeat();
            } else {
                meter.heartbeatFailed();
            }
            if (result instanceof AppendResult.Refused refused && pulse.refused()) {
                LOG.warn(
                        "Kafka takes no heartbeats; silent partitions hold time back stream={} code={}",
                        contract.name(),
                        refused.reason());
            }
            pulse.ended(partition);
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
