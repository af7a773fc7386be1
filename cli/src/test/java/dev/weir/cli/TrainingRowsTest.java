package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.TableFile;
import dev.weir.training.Example;
import dev.weir.training.FailureTimes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingRowsTest {

    private static final List<String> COLUMNS = List.of("minutes", "vibration", "hours", "machine_id", "window_end");
    private static final Duration WITHIN = Duration.ofHours(1);

    private final TrainingRows rows =
            new TrainingRows("machine_id", "window_end", List.of("hours", "vibration"), Map.of("minutes", "10"));
    private final FailureTimes failures = new FailureTimes();

    @Test
    void inputsAreInTheirOrderAndFailuresAheadAreKnown() throws IOException {
        failures.add("a", at("10:30"), at("10:40"));

        List<Example> examples = read(
                row(10, 1.5, 7, "a", "09:20"), row(10, 2.5, 8L, "a", "10:00"), row(10, 3.5, 9, "b", "10:00"), end());

        assertThat(examples).extracting(Example::machine).containsExactly("a", "a", "b");
        assertThat(examples).extracting(Example::atMillis).containsExactly(at("09:20"), at("10:00"), at("10:00"));
        assertThat(examples).extracting(Example::fails).containsExactly(false, true, false);
        assertThat(examples.get(1).inputs()).containsExactly(8, 2.5);
    }

    @Test
    void rowsOfMachinesThatAreDownAreLeftOut() throws IOException {
        failures.add("a", at("10:30"), at("10:40"));

        assertThat(read(row(10, 1.5, 7, "a", "10:30"), row(10, 1.5, 7, "a", "10:40"), end()))
                .extracting(Example::atMillis)
                .containsExactly(at("10:40"));
    }

    @Test
    void rowsOfOtherLengthsOrWithoutAnInputAreLeftOut() throws IOException {
        assertThat(read(row(60, 1.5, 7, "a", "10:00"), row(10, null, 7, "a", "10:00"), end()))
                .isEmpty();
    }

    @Test
    void rowsOfTheLastTimeAreLeftOutSinceNobodyKnowsYet() throws IOException {
        assertThat(read(row(10, 1, 1, "a", "19:00"), row(10, 1, 1, "a", "19:01"), end()))
                .extracting(Example::atMillis)
                .containsExactly(at("19:00"));
    }

    @Test
    void columnThatIsNotThereIsNamedBesideThoseThatAre() {
        TrainingRows others = new TrainingRows("machine_id", "window_end", List.of("speed"), Map.of());

        assertThatThrownBy(() -> others.read(new TestingFile(List.of()), failures, WITHIN))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("'speed'; it has minutes, vibration, hours");
    }

    @Test
    void textIsNoInputAndNoTime() {
        assertThatThrownBy(() -> read(row(10, 1.5, "many", "a", "10:00")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a number, not 'many'");
        assertThatThrownBy(() -> read(Arrays.asList(10, 1.5, 7, "a", "yesterday")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("'window_end'", "'yesterday'");
    }

    private List<Example> read(List<?>... content) throws IOException {
        return rows.read(new TestingFile(List.of(content)), failures, WITHIN);
    }

    private static long at(String time) {
        return Instant.parse("2026-03-01T" + time + ":00Z").toEpochMilli();
    }

    private static List<@Nullable Object> row(
            int minutes, @Nullable Object vibration, Object hours, String machine, String time) {
        return Arrays.asList(minutes, vibration, hours, machine, "2026-03-01T" + time + ":00Z");
    }

    /** The newest row, of which nothing is known yet. */
    private static List<@Nullable Object> end() {
        return row(10, 0, 0, "z", "20:00");
    }

    private static final class TestingFile implements TableFile {

        private final Iterator<? extends List<?>> rows;

        TestingFile(List<? extends List<?>> rows) {
            this.rows = rows.iterator();
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public @Nullable List<@Nullable Object> next() {
            return rows.hasNext() ? Arrays.asList(rows.next().toArray()) : null;
        }

        @Override
        public void close() {}
    }
}
