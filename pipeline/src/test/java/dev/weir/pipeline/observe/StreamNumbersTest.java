package dev.weir.pipeline.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobMetrics.StreamMetric;
import dev.weir.pipeline.observe.Latency.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamNumbersTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void readStreamHasItsFatesReasonsLatenciesAndWatermark() {
        Map<String, StreamNumbers> streams = StreamNumbers.byStream(List.of(
                metric("read", 10),
                metric("on_time", 6),
                metric("late", 1),
                metric("duplicate", 1),
                metric("dead", 2),
                metric("read_per_second", 2.5),
                metric("dead_reason.RULE.events", 2),
                metric("latency_up_to_ms.any.events", 1),
                metric("latency_up_to_ms.any.per_second", 0),
                metric("latency_up_to_ms.100.events", 6),
                metric("latency_up_to_ms.100.per_second", 0.5),
                metric("latency_ms", 1_500),
                metric(JobMetrics.WATERMARK, NOW.toEpochMilli() - 30_000)));

        ReadStream read = streams.get("payments").read("payments", Lag.NONE, NOW);

        assertThat(read.fates()).isEqualTo(new Fates(10, 6, 1, 1, 2, Map.of("RULE", 2L)));
        assertThat(read.perSecond()).isEqualTo(2.5);
        assertThat(read.watermarkDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read.latency())
                .isEqualTo(new Latency(
                        List.of(new Bucket(0.1, 6, 0.5), new Bucket(Latency.UNBOUNDED, 1, 0)),
                        Duration.ofMillis(1_500)));
        assertThat(streams.get("payments").isWritten()).isFalse();
    }

    @Test
    void watermarkIsUnknownUntilEveryPartitionHadAnEvent() {
        ReadStream read = StreamNumbers.byStream(
                        List.of(metric("read", 1), metric(JobMetrics.WATERMARK, (double) Long.MIN_VALUE)))
                .get("payments")
                .read("payments", null, NOW);

        assertThat(read.watermarkDelay()).isNull();
    }

    @Test
    void sinksOfOneStreamAreAddedUp() {
        WrittenStream written = StreamNumbers.byStream(List.of(
                        metric("written", 3),
                        metric("written", 4),
                        metric("commits", 2),
                        metric("commit_ms", 30),
                        metric("written_per_second", 0.5)))
                .get("payments")
                .written("payments");

        assertThat(written).isEqualTo(new WrittenStream("payments", 7, 0.5, 2, Duration.ofMillis(30)));
    }

    private static StreamMetric metric(String name, double value) {
        return new StreamMetric("payments", name, value);
    }
}
