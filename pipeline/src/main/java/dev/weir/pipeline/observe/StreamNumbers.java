package dev.weir.pipeline.observe;

import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobMetrics.StreamMetric;
import dev.weir.pipeline.observe.Latency.Bucket;
import dev.weir.streams.StreamMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a job's operators say of one stream, by the names in {@link StreamMetrics}. */
final class StreamNumbers {

    private static final double MILLIS = 1_000;

    private final Map<String, Double> values = new HashMap<>();

    private StreamNumbers() {}

    static Map<String, StreamNumbers> byStream(List<StreamMetric> metrics) {
        Map<String, StreamNumbers> streams = new TreeMap<>();
        for (StreamMetric metric : metrics) {
            StreamNumbers numbers = streams.computeIfAbsent(metric.stream(), stream -> new StreamNumbers());
            // Several sinks may write one stream.
            numbers.values.merge(metric.name(), metric.value(), Double::sum);
        }
        return streams;
    }

    boolean isRead() {
        return values.containsKey(StreamMetrics.READ);
    }

    boolean isWritten() {
        return values.containsKey(StreamMetrics.WRITTEN);
    }

    ReadStream read(String stream, @Nullable Lag lag, Instant now) {
        return new ReadStream(
                stream,
                lag,
                fates(),
                value(StreamMetrics.READ_RATE),
                Duration.ofMillis((long) (MILLIS * value(StreamMetrics.REGISTRY_WAIT))),
                watermarkDelay(now),
                latency());
    }

    WrittenStream written(String stream) {
        return new WrittenStream(
                stream,
                count(StreamMetrics.WRITTEN),
                value(StreamMetrics.WRITTEN_RATE),
                count(StreamMetrics.COMMITS),
                Duration.ofMillis(count(StreamMetrics.COMMIT_TIME)));
    }

    Fates fates() {
        Map<String, Long> reasons = new TreeMap<>();
        groups(StreamMetrics.DEAD_REASON, StreamMetrics.EVENTS)
                .forEach((reason, events) -> reasons.put(reason, events.longValue()));
        return new Fates(
                count(StreamMetrics.READ), count("on_time"), count("late"), count("duplicate"), count("dead"), reasons);
    }

    /** Null before all partitions have had an event, and where time was moved past the year 9999. */
    private @Nullable Duration watermarkDelay(Instant now) {
        double watermark = values.getOrDefault(JobMetrics.WATERMARK, Double.NEGATIVE_INFINITY);
        return Math.abs(watermark) > 253_402_300_799_999.0
                ? null
                : Duration.between(Instant.ofEpochMilli((long) watermark), now);
    }

    private Latency latency() {
        Map<String, Double> recent = groups(StreamMetrics.LATENCY, StreamMetrics.RATE);
        List<Bucket> buckets = new ArrayList<>();
        groups(StreamMetrics.LATENCY, StreamMetrics.EVENTS)
                .forEach((bound, events) ->
                        buckets.add(new Bucket(seconds(bound), events.longValue(), recent.getOrDefault(bound, 0.0))));
        buckets.sort(Comparator.comparing(Bucket::upToSeconds));
        return new Latency(buckets, Duration.ofMillis(count(StreamMetrics.LATENCY_SUM)));
    }

    private static double seconds(String bound) {
        return bound.equals(StreamMetrics.NO_BOUND) ? Latency.UNBOUNDED : Long.parseLong(bound) / MILLIS;
    }

    /** The values of {@code <group>.<key>.<name>} by key. */
    private Map<String, Double> groups(String group, String name) {
        Map<String, Double> found = new TreeMap<>();
        String begin = group + ".";
        String end = "." + name;
        values.forEach((key, value) -> {
            if (key.startsWith(begin) && key.endsWith(end)) {
                found.put(key.substring(begin.length(), key.length() - end.length()), value);
            }
        });
        return found;
    }

    private long count(String name) {
        return (long) value(name);
    }

    private double value(String name) {
        return values.getOrDefault(name, 0.0);
    }
}
