package dev.weir.pipeline.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.observe.Latency.Bucket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void quantileLiesEvenlyWithinItsBucket() {
        Latency latency = latency(0, 4, 4, 2, 0);

        assertThat(latency.recent(0.5)).contains(Duration.ofMillis(125));
        assertThat(latency.recent(0.9)).contains(Duration.ofMillis(600));
        assertThat(latency.recent(1)).contains(Duration.ofSeconds(1));
    }

    @Test
    void withoutRecentEventsThereIsNone() {
        assertThat(latency(0, 0, 0, 0, 0).recent(0.5)).isEmpty();
    }

    @Test
    void beyondTheLastBoundItIsTheLastBound() {
        assertThat(latency(0, 0, 0, 0, 1).recent(0.5)).contains(Duration.ofSeconds(1));
    }

    /** Recent events per second up to 50, 100, 250 ms … */
    private static Latency latency(double to50, double to100, double to250, double to1000, double more) {
        return new Latency(
                List.of(
                        new Bucket(0.05, 0, to50),
                        new Bucket(0.1, 0, to100),
                        new Bucket(0.2, 0, to250),
                        new Bucket(1, 0, to1000),
                        new Bucket(Latency.UNBOUNDED, 0, more)),
                Duration.ZERO);
    }
}
