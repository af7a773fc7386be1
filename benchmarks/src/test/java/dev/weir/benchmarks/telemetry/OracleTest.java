package dev.weir.benchmarks.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.telemetry.Oracle.Counting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final TelemetrySettings SETTINGS = new TelemetrySettings(20_000, 50, 4, 3, 0.05, 0, 0, "none", 3);
    private static final TelemetrySettings WITH_LATE = new TelemetrySettings(20_000, 50, 4, 3, 0.05, 0.1, 0, "none", 3);

    /** By window and sensor, the slow and plain way. */
    private static List<Features> naive(TelemetrySettings settings, boolean repeats, boolean late) {
        Map<List<Long>, List<double[]>> groups = new HashMap<>();
        Map<Integer, Long> newest = new HashMap<>();
        Set<List<Long>> seen = new HashSet<>();
        Telemetry log = new Telemetry(settings);
        Reading reading = new Reading();
        while (log.next(reading)) {
            boolean again = !seen.add(List.of((long) reading.sensor(), reading.sequence()));
            long limit = newest.getOrDefault(reading.partition(), 0L) - 30_000;
            newest.merge(reading.partition(), reading.time(), Math::max);
            if ((again && !repeats) || (reading.time() < limit && !late) || reading.sensor() >= 50) {
                continue;
            }
            long start = reading.time() / 600_000 * 600_000;
            groups.computeIfAbsent(List.of(start, (long) reading.sensor()), unused -> new ArrayList<>())
                    .add(new double[] {reading.vibration(), reading.temperature()});
        }
        return groups.entrySet().stream()
                .map(group -> features(group.getKey(), group.getValue()))
                .toList();
    }

    private static Features features(List<Long> group, Collection<double[]> values) {
        return new Features(
                group.get(0),
                Math.toIntExact(group.get(1)),
                values.size(),
                values.stream().mapToDouble(value -> value[0]).average().orElseThrow(),
                values.stream().mapToDouble(value -> value[0]).min().orElseThrow(),
                values.stream().mapToDouble(value -> value[0]).max().orElseThrow(),
                values.stream().mapToDouble(value -> value[1]).average().orElseThrow());
    }

    private static List<String> problems(TelemetrySettings settings, Counting counting, List<Features> rows) {
        ResultCheck check = new Oracle(settings).check(counting);
        rows.forEach(check::add);
        return check.problems(false);
    }

    @Test
    void whatIsComputedTheSlowWayIsRight() {
        assertThat(problems(SETTINGS, Counting.ONCE, naive(SETTINGS, false, false)))
                .isEmpty();
        assertThat(problems(SETTINGS, Counting.ALL_LATE_AT_WILL, naive(SETTINGS, true, true)))
                .isEmpty();
        assertThat(problems(WITH_LATE, Counting.ONCE, naive(WITH_LATE, false, false)))
                .isEmpty();
    }

    @Test
    void whoMayCountLateReadingsMayAlsoNot() {
        for (boolean late : new boolean[] {false, true}) {
            assertThat(problems(WITH_LATE, Counting.ALL_LATE_AT_WILL, naive(WITH_LATE, true, late)))
                    .isEmpty();
            assertThat(problems(WITH_LATE, Counting.ONCE_LATE_AT_WILL, naive(WITH_LATE, false, late)))
                    .isEmpty();
        }
        assertThat(problems(WITH_LATE, Counting.ONCE, naive(WITH_LATE, false, true)))
                .isNotEmpty();
    }

    @Test
    void whoCountsRepeatsIsWrongWhereTheyDontCount() {
        assertThat(problems(SETTINGS, Counting.ONCE, naive(SETTINGS, true, true)))
                .isNotEmpty();
        assertThat(problems(SETTINGS, Counting.ALL_LATE_AT_WILL, naive(SETTINGS, false, true)))
                .isNotEmpty();
    }

    @Test
    void aRowThatIsMissingDoubledOrChangedIsFound() {
        List<Features> right = naive(SETTINGS, false, false);
        Features first = right.get(0);
        List<Features> missing = right.subList(1, right.size());
        List<Features> doubled = new ArrayList<>(right);
        doubled.add(first);
        List<Features> changed = new ArrayList<>(missing);
        changed.add(new Features(
                first.windowStart(),
                first.sensor(),
                first.readings(),
                first.vibrationAverage() * (1 + 1e-9),
                first.vibrationMin(),
                first.vibrationMax(),
                first.temperatureAverage()));

        assertThat(problems(SETTINGS, Counting.ONCE, missing))
                .singleElement()
                .asString()
                .contains("found none");
        assertThat(problems(SETTINGS, Counting.ONCE, doubled)).containsExactly("1 rows came more than once");
        assertThat(problems(SETTINGS, Counting.ONCE, changed)).hasSize(1);
    }

    @Test
    void theOracleCountsWhatTheLogHas() {
        Oracle oracle = new Oracle(WITH_LATE);

        assertThat(oracle.repeats()).isBetween(800L, 1200L);
        assertThat(oracle.late()).isBetween(1_500L, 2_200L);
        assertThat(oracle.bytes() / WITH_LATE.size()).isBetween(48L, 50L);
    }
}
