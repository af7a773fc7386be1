package dev.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void whatRisesBetweenCommitsAndFallsWithEachHasNotGrown() {
        Backlog backlog = new Backlog(2);
        for (double seconds = 0; seconds < 15; seconds += 0.25) {
            backlog.add(seconds, Math.round(1_000 + 10_000 * (seconds % 1)));
        }

        assertThat(backlog.after(5)).isEqualTo(1_000);
        assertThat(backlog.before(15)).isEqualTo(1_000);
    }

    @Test
    void whatGrowsIsSeenThroughTheCommits() {
        Backlog backlog = new Backlog(2);
        for (double seconds = 0; seconds < 15; seconds += 0.25) {
            backlog.add(seconds, Math.round(2_000 * seconds + 10_000 * (seconds % 1)));
        }

        assertThat(backlog.before(15) - backlog.after(5)).isBetween(14_000L, 18_000L);
    }

    @Test
    void whereNobodyLookedTheLastLookCounts() {
        Backlog backlog = new Backlog(1);
        backlog.add(3, 70);

        assertThat(backlog.after(5)).isEqualTo(70);
    }
}
