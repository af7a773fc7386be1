package dev.weir.gateway.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The numbers of one stream, found once so that an event costs no search. Safe to share between threads. */
public final class StreamMeter {

    private final CounterDataPoint accepted;
    private final CounterDataPoint bytes;
    private final DistributionDataPoint duration;
    private final DistributionDataPoint acknowledgement;
    private final CounterDataPoint heartbeats;
    private final CounterDataPoint failedHeartbeats;
    private final Function<String, CounterDataPoint> refused;
    private final Function<String, CounterDataPoint> dead;
    private final Map<String, CounterDataPoint> reasons = new ConcurrentHashMap<>();
    private final Map<String, CounterDataPoint> deadReasons = new ConcurrentHashMap<>();

    StreamMeter(
            CounterDataPoint accepted,
            CounterDataPoint bytes,
            DistributionDataPoint duration,
            DistributionDataPoint acknowledgement,
            CounterDataPoint heartbeats,
            CounterDataPoint failedHeartbeats,
            Function<String, CounterDataPoint> refused,
            Function<String, CounterDataPoint> dead) {
        this.accepted = accepted;
        this.bytes = bytes;
        this.duration = duration;
        this.acknowledgement = acknowledgement;
        this.heartbeats = heartbeats;
        this.failedHeartbeats = failedHeartbeats;
        this.refused = refused;
        this.dead = dead;
    }

    public void received(int bodyBytes) {
        bytes.inc(bodyBytes);
    }

    public void accepted(int events) {
        accepted.inc(events);
    }

    /** @param reason a problem's code */
    public void refused(String reason) {
        reasons.computeIfAbsent(reason, refused).inc();
    }

    /**
     * One was taken that its readers will find dead.
     *
     * @param reason the code of what it lacks
     */
    public void dead(String reason) {
        deadReasons.computeIfAbsent(reason, dead).inc();
    }

    /** @param begin {@link System#nanoTime} when the event was handed to Kafka's client */
    public void acknowledged(long begin) {
        acknowledgement.observe(RequestMeter.seconds(begin));
    }

    /** One was acknowledged. */
    public void heartbeat() {
        heartbeats.inc();
    }

    /** One wasn't. */
    public void heartbeatFailed() {
        failedHeartbeats.inc();
    }

    void requestTook(double seconds) {
        duration.observe(seconds);
    }
}
