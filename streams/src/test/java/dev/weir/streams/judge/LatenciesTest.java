package dev.weir.streams.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long BEGIN = 1_767_225_600_000L;

    private final AtomicLong clock = new AtomicLong(BEGIN);
    private final Map<String, Counter> counters = new LinkedHashMap<>();
    private final Latencies latencies = new Latencies(new Recording(""), clock::get);

    @Test
    void eventsAreMeasuredWhenTheirCheckpointIsComplete() {
        latencies.add(BEGIN - 40, 1);
        latencies.add(BEGIN - 40, 1);
        latencies.add(BEGIN, 1);
        clock.addAndGet(5);
        latencies.snapshot(1);
        latencies.add(BEGIN + 5, 1);
        clock.addAndGet(5);

        latencies.complete(1);

        assertThat(counts()).isEqualTo(Map.of("10", 1L, "50", 2L));
        assertThat(counters.get("/latency_ms").getCount()).isEqualTo(10 + 2 * 50);
    }

    @Test
    void eventsOfACheckpointThatFailedAreMeasuredWithTheNext() {
        latencies.add(BEGIN, 1);
        latencies.snapshot(1);
        latencies.snapshot(2);
        clock.addAndGet(700);

        latencies.complete(2);
        latencies.complete(3);

        assertThat(counts()).isEqualTo(Map.of("1000", 1L));
    }

    @Test
    void noEventIsForgottenWhileCheckpointsFail() {
        for (int checkpoint = 1; checkpoint <= 100; checkpoint++) {
            latencies.add(clock.incrementAndGet(), 1);
            latencies.snapshot(checkpoint);
        }

        latencies.complete(100);

        assertThat(counts().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
    }

    @Test
    void oldEventsAreMeasuredToAHundredthOfTheirAge() {
        long outage = 3 * 3_600_000L;
        for (long ago = outage; ago > 0; ago -= 7) {
            latencies.add(BEGIN - ago, 1);
        }
        latencies.snapshot(1);

        latencies.complete(1);

        long events = outage / 7 + 1;
        assertThat(counts().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(events);
        double mean = counters.get("/latency_ms").getCount() / (double) events;
        assertThat(mean / (outage / 2.0)).isBetween(1.0, 1.05);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counters.forEach((name, counter) -> {
            String[] parts = name.split("/");
            if (parts.length == 4 && counter.getCount() > 0) {
                counts.put(parts[2], counter.getCount());
            }
        });
        return counts;
    }

    /** Keeps counters by the path of their groups. */
    private final class Recording extends UnregisteredMetricsGroup {
        private final String path;

        Recording(String path) {
            this.path = path;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Recording(path + "/" + key + "/" + value);
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(path + "/" + name, unused -> new SimpleCounter());
        }
    }
}
