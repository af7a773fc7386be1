package dev.weir.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** Near its overflow, as System.nanoTime() may be. */
    private static final long START = Long.MAX_VALUE - SECOND;

    private final RateLimit limit = new RateLimit(100, START);

    @Test
    void aSecondsWorthComesAtOnce() {
        limit.charge(100, START);
        assertThat(limit.delay(START)).isZero();

        limit.charge(50, START);
        assertThat(limit.delay(START)).isEqualTo(Duration.ofMillis(500));
        assertThat(limit.delay(START + SECOND / 2)).isZero();
    }

    @Test
    void largeRequestMakesTheNextOnesWait() {
        limit.charge(1_000, START);

        assertThat(limit.delay(START)).isEqualTo(Duration.ofSeconds(9));
        assertThat(limit.delay(START + 9 * SECOND)).isZero();
    }

    @Test
    void longPauseIsWorthNoMoreThanASecond() {
        long later = START + 3600 * SECOND;
        limit.charge(200, later);

        assertThat(limit.delay(later)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void overTimeItLetsThroughItsRate() {
        long now = START;
        int passed = 0;
        for (; now - START < 60 * SECOND; now += SECOND / 1_000) {
            if (limit.delay(now).isZero()) {
                limit.charge(7, now);
                passed += 7;
            }
        }

        assertThat(passed).isBetween(6_000, 6_000 + 100 + 7);
    }
}
