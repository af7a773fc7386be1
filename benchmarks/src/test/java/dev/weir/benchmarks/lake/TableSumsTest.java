package dev.weir.benchmarks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableSumsTest {

    private static final TableSums EXPECTED =
            TableSums.expected(new LakeSettings(1_000, 50, 4, Duration.ofSeconds(1), 1, 5).log());

    @Test
    void expectedAreAllReadingsAndOneMoreOfEachPartition() {
        assertThat(EXPECTED.rows()).isEqualTo(1_004);
        assertThat(EXPECTED.vibrations()).isBetween(4_000.0, 6_000.0);
    }

    @Test
    void doublesMayDifferByTheOrderInWhichTheyWereAdded() {
        TableSums found = new TableSums(
                EXPECTED.rows(),
                EXPECTED.sequences(),
                EXPECTED.millis(),
                EXPECTED.vibrations() * (1 + 1e-12),
                EXPECTED.temperatures());

        assertThat(EXPECTED.problems(found)).isEmpty();
    }

    @Test
    void rowThatIsMissingAndAnotherThatIsThereTwiceAreFound() {
        TableSums found = new TableSums(
                EXPECTED.rows(),
                EXPECTED.sequences() + 1,
                EXPECTED.millis(),
                EXPECTED.vibrations() + 0.01,
                EXPECTED.temperatures());

        assertThat(EXPECTED.problems(found))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("the sum of seq is "))
                .anySatisfy(problem -> assertThat(problem).startsWith("the sum of vibration is "));
    }

    @Test
    void sumThatIsNoNumberIsFound() {
        TableSums found = new TableSums(
                EXPECTED.rows(), EXPECTED.sequences(), EXPECTED.millis(), Double.NaN, EXPECTED.temperatures());

        assertThat(EXPECTED.problems(found)).hasSize(1);
    }
}
