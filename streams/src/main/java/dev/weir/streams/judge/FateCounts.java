package dev.weir.streams.judge;

import dev.weir.streams.StreamMetrics;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.PartitionFates;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * One subtask's count of each fate, as metrics. What its partitions were judged before counts with them, so that {@code
 * read = on_time + late + duplicate + dead} holds for what the results contain. Beside that, what begins anew with each
 * start: rates and latencies.
 */
final class FateCounts {

    private final MetricGroup group;
    private final Counter read;
    private final Meter rate;
    private final Latencies latencies;
    private final Counter[] fates = new Counter[Fate.values().length];
    private final Map<String, Counter> reasons = new HashMap<>();

    FateCounts(MetricGroup metrics, String stream) {
        group = StreamMetrics.of(metrics, stream);
        for (Fate fate : Fate.values()) {
            fates[fate.ordinal()] = group.counter(fate.metric());
        }
        read = group.counter(StreamMetrics.READ);
        // Of its own counter: what a restore adds to the other has not been read now.
        rate = group.meter(StreamMetrics.READ_RATE, new MeterView(StreamMetrics.RATE_SECONDS));
        latencies = new Latencies(group, System::currentTimeMillis);
    }

    void add(PartitionFates judged) {
        for (Fate fate : Fate.values()) {
            fates[fate.ordinal()].inc(judged.count(fate));
            read.inc(judged.count(fate));
        }
        judged.deadReasons().forEach((reason, count) -> reason(reason).inc(count));
    }

    /** Counts events, some of which may be dead: then {@link #dead} says why. */
    void judged(Fate fate, long events) {
        read.inc(events);
        rate.markEvent(events);
        fates[fate.ordinal()].inc(events);
    }

    /**
     * Counts events whose results are to come.
     *
     * @param appendTime when they were appended to the log, in milliseconds since 1970-01-01T00:00:00Z
     */
    void appended(long appendTime, long events) {
        latencies.add(appendTime, events);
    }

    /** @param reason a {@code RejectCode} */
    void dead(String reason) {
        reason(reason).inc();
    }

    private Counter reason(String reason) {
        return reasons.computeIfAbsent(
                reason, code -> group.addGroup(StreamMetrics.DEAD_REASON, code).counter(StreamMetrics.EVENTS));
    }

    void snapshot(long checkpoint) {
        latencies.snapshot(checkpoint);
    }

    void complete(long checkpoint) {
        latencies.complete(checkpoint);
    }
}
