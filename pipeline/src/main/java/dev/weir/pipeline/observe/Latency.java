package dev.weir.pipeline.observe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long events took from their append to a stream until the checkpoint that contains them, and their results, was
 * complete.
 *
 * @param buckets by ascending bound
 * @param sum of all, since the job was started
 */
public record Latency(List<Bucket> buckets, Duration sum) {

    /** The bound of the last bucket. */
    public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

    /**
     * Events that took longer than the bucket before says and not longer than this one.
     *
     * @param upToSeconds the bound, or {@link #UNBOUNDED}
     * @param events since the job was started
     * @param perSecond in the last minute
     */
    public record Bucket(double upToSeconds, long events, double perSecond) {}

    public Latency {
        buckets = List.copyOf(buckets);
    }

    /**
     * What that part of the last minute's events didn't exceed, taking the events of a bucket as spread evenly in it.
     *
     * @param part for instance 0.99
     * @return empty if there were no events; the last bound if it is beyond that
     */
    public Optional<Duration> recent(double part) {
        double wanted = part * buckets.stream().mapToDouble(Bucket::perSecond).sum();
        if (wanted <= 0) {
            return Optional.empty();
        }
        double before = 0;
        double from = 0;
        for (Bucket bucket : buckets) {
            if (bucket.upToSeconds == UNBOUNDED) {
                break;
            }
            if (bucket.perSecond > 0 && before + bucket.perSecond >= wanted) {
                double inBucket = (wanted - before) / bucket.perSecond;
                return Optional.of(duration(from + inBucket * (bucket.upToSeconds - from)));
            }
            before += bucket.perSecond;
            from = bucket.upToSeconds;
        }
        return Optional.of(duration(from));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
