package dev.weir.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeenCheckpointsTest {

    private static final SeenCheckpoints ONE = new SeenCheckpoints("job", 7, 7);
    private static final SeenCheckpoints TWO = new SeenCheckpoints("job", 7, 8);

    @Test
    void whatWasSeenOrIsNewerIsNoLoss() {
        assertThat(ONE.showLossIn(List.of(7L))).isFalse();
        assertThat(ONE.showLossIn(List.of(7L, 8L))).isFalse();
        assertThat(TWO.showLossIn(List.of(8L, 7L))).isFalse();
        assertThat(TWO.showLossIn(List.of(20L, 21L))).isFalse();
    }

    @Test
    void whatIsOlderOrNothingIsALoss() {
        assertThat(ONE.showLossIn(List.of())).isTrue();
        assertThat(ONE.showLossIn(List.of(5L, 6L))).isTrue();
        assertThat(TWO.showLossIn(List.of(7L))).isTrue();
    }

    @Test
    void oneAloneIsALossUnlessItIsTheFirst() {
        assertThat(TWO.showLossIn(List.of(8L))).isTrue();
        assertThat(ONE.showLossIn(List.of(8L))).isTrue();
    }

    @Test
    void thoseFromBeforeTheLastSubmissionDoNotCount() {
        assertThat(TWO.showLossIn(List.of(6L, 8L))).isTrue();
        assertThat(TWO.showLossIn(List.of(6L, 8L, 9L))).isFalse();
    }

    @Test
    void looksAddUp() {
        assertThat(TWO.and(new SeenCheckpoints("job", 9, 10))).isEqualTo(new SeenCheckpoints("job", 7, 10));
    }
}
