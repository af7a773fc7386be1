package dev.weir.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Compared with what is counted by hand. */
class QualityTest {

    private static final Score ITSELF = inputs -> inputs[0];

    private static Example example(double score, boolean fails) {
        return new Example("a", 0, new double[] {score}, fails);
    }

    private static final List<Example> SIX = List.of(
            example(0.9, true),
            example(0.8, false),
            example(0.7, true),
            example(0.5, true),
            example(0.5, false),
            example(0.1, false));

    @Test
    void pairsThatAreInOrderAreTheArea() {
        // Of nine pairs six are in order, one is equal.
        assertThat(Quality.of(ITSELF, 0.6, SIX).auc()).isCloseTo(6.5 / 9, offset(1e-12));
        assertThat(Quality.of(inputs -> 1, 0.6, SIX).auc()).isEqualTo(0.5);
    }

    @Test
    void alarmsAreCounted() {
        Quality quality = Quality.of(ITSELF, 0.7, SIX);

        assertThat(quality.precision()).isCloseTo(2.0 / 3, offset(1e-12));
        assertThat(quality.recall()).isCloseTo(2.0 / 3, offset(1e-12));
        assertThat(Quality.of(ITSELF, 2, SIX).precision()).isNaN();
    }

    @Test
    void bestLimitTakesAllOfAScoreOrNone() {
        // All three that fail, and two that hold: precision 3/5, recall 1.
        assertThat(Limit.best(ITSELF, SIX)).isEqualTo(new Limit(0.5, 0.75));
        assertThat(Limit.best(ITSELF, SIX.subList(5, 6)).score()).isInfinite();
    }
}
