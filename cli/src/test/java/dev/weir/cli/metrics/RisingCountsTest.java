package dev.weir.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RisingCountsTest {

    private final RisingCounts counts = new RisingCounts();

    @Test
    void countThatGoesOnFromACheckpointIsHeldUntilItIsPast() {
        assertThat(counts.value(Observed.record("a", null), "late", 100)).isEqualTo(100);
        assertThat(counts.value(Observed.record("a", null), "late", 90)).isEqualTo(100);
        assertThat(counts.value(Observed.record("b", "file:///chk-3"), "late", 95))
                .isEqualTo(100);
        assertThat(counts.value(Observed.record("b", "file:///chk-3"), "late", 101))
                .isEqualTo(101);
    }

    @Test
    void jobWithoutStateBeginsAnew() {
        counts.value(Observed.record("a", null), "late", 100);

        assertThat(counts.value(Observed.record("c", null), "late", 1)).isEqualTo(1);
        assertThat(counts.value(Observed.record("c", null), "late", 0)).isEqualTo(1);
    }
}
