package dev.weir.streams.judge;

import dev.weir.streams.StreamMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * How long one subtask's events took from their append to the log until the checkpoint that contains them was complete,
 * which is when the results that they made are committed.
 *
 * <p>Between checkpoints it keeps how many events were appended when: exactly for fresh ones, and to about a hundredth of
 * their age for older ones, so that catching up after an outage takes no memory to speak of.
 */
final class Latencies {

    /** Upper bounds in milliseconds, ascending. */
    static final long[] BOUNDS = {10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000};

    /** Of checkpoints that fail, the events are added to those of the next. */
    private static final int MOST_PENDING = 8;

    private final LongSupplier clock;
    private final Counter[] events = new Counter[BOUNDS.length + 1];
    private final Meter[] recent = new Meter[BOUNDS.length + 1];
    private final Counter sum;
    private final NavigableMap<Long, Map<Long, Long>> pending = new TreeMap<>();
    private Map<Long, Long> appended = new HashMap<>();
    private long slot;
    private long inSlot;

    /** @param clock milliseconds since 1970-01-01T00:00:00Z, as the broker's */
    Latencies(MetricGroup group, LongSupplier clock) {
        this.clock = clock;
        for (int i = 0; i < events.length; i++) {
            MetricGroup bound = group.addGroup(
                    StreamMetrics.LATENCY, i < BOUNDS.length ? Long.toString(BOUNDS[i]) : StreamMetrics.NO_BOUND);
            events[i] = bound.counter(StreamMetrics.EVENTS);
            recent[i] = bound.meter(StreamMetrics.RATE, new MeterView(StreamMetrics.LATENCY_SECONDS));
        }
        sum = group.counter(StreamMetrics.LATENCY_SUM);
    }

    /** Counts events that were appended at one time. */
    void add(long appendTime, long events) {
        long width = width(clock.getAsLong() - appendTime);
        long begin = appendTime - Math.floorMod(appendTime, width);
        if (begin != slot) {
            closeSlot();
            slot = begin;
        }
        inSlot += events;
    }

    private static long width(long age) {
        return age < 1_000 ? 1 : age < 60_000 ? 100 : age < 3_600_000 ? 10_000 : 600_000;
    }

    private void closeSlot() {
        if (inSlot > 0) {
            appended.merge(slot, inSlot, Long::sum);
            inSlot = 0;
        }
    }

    /** What was added until now is in this checkpoint. */
    void snapshot(long checkpoint) {
        closeSlot();
        if (!appended.isEmpty()) {
            pending.put(checkpoint, appended);
            appended = new HashMap<>();
        }
        while (pending.size() > MOST_PENDING) {
            Map<Long, Long> oldest = pending.pollFirstEntry().getValue();
            Map<Long, Long> next = pending.firstEntry().getValue();
            oldest.forEach((time, count) -> next.merge(time, count, Long::sum));
        }
    }

    /** This checkpoint is complete, and with it what earlier ones failed to contain. */
    void complete(long checkpoint) {
        long now = clock.getAsLong();
        NavigableMap<Long, Map<Long, Long>> done = pending.headMap(checkpoint, true);
        done.values().forEach(times -> times.forEach((time, count) -> observe(Math.max(0, now - time), count)));
        done.clear();
    }

    private void observe(long latency, long count) {
        int bucket = 0;
        while (bucket < BOUNDS.length && latency > BOUNDS[bucket]) {
            bucket++;
        }
        events[bucket].inc(count);
        recent[bucket].markEvent(count);
        sum.inc(latency * count);
    }
}
