package dev.weir.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulate.ExpectedWindow.Serviced;
import dev.weir.simulate.ExpectedWindow.Spread;
import dev.weir.simulate.LogChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final Offset<Double> ROUNDED = within(1e-9);
    private static final long WINDOW = Duration.ofMinutes(10).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void spreadIsAsWorkedOutByHand() {
        Spread spread = Spread.of(new double[] {1, 2, 3, 4, 99}, 4);

        assertThat(spread.mean()).isEqualTo(2.5);
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(1.25), ROUNDED);
        assertThat(spread.least()).isEqualTo(1);
        assertThat(spread.most()).isEqualTo(4);
        assertThat(spread.rootMeanSquare()).isCloseTo(Math.sqrt(7.5), ROUNDED);
    }

    @Test
    void windowsAreThoseOfWhatIsDelivered() {
        Plant plant = TestingPlants.small(5);
        Map<String, List<Reading>> delivered = new HashMap<>();
        for (Delivery delivery : TestingPlants.deliveries(plant)) {
            Reading reading = plant.reading(delivery.sensor(), delivery.number());
            List<Reading> window = delivered.computeIfAbsent(
                    reading.sensor() + "@" + (reading.eventTime() - reading.eventTime() % WINDOW),
                    ignored -> new ArrayList<>());
            if (!window.contains(reading)) {
                window.add(reading);
            }
        }
        List<ExpectedWindow> windows = windows(plant, List.of());

        assertThat(windows).hasSizeGreaterThanOrEqualTo(60 * 11);
        assertThat(windows).anyMatch(window -> window.missing() > 0).anyMatch(window -> window.vibration() == null);
        for (ExpectedWindow window : windows) {
            List<Reading> readings = delivered.get(window.sensor() + "@" + window.startMillis());
            assertThat(window.readings()).isEqualTo(readings.size());
            assertThat(window.temperature().mean())
                    .isCloseTo(
                            readings.stream()
                                    .mapToDouble(Reading::temperature)
                                    .average()
                                    .orElseThrow(),
                            ROUNDED);
            long first = readings.stream().mapToLong(Reading::sequence).min().orElseThrow();
            long last = readings.stream().mapToLong(Reading::sequence).max().orElseThrow();
            assertThat(window.firstSequence()).isEqualTo(first);
            assertThat(window.lastSequence()).isEqualTo(last);
            assertThat(window.missing()).isEqualTo(last - first + 1 - readings.size());
        }
    }

    @Test
    void partIsAsTheLogSaysInTheEnd() {
        Plant plant = new Plant(new PlantConfig(
                1, 1, 1, 1, TestingPlants.START, Duration.ofSeconds(10), Duration.ofMinutes(25), Duration.ofHours(1)));
        long start = TestingPlants.START;
        List<LogChange> log = List.of(
                bearing(start, Kind.ENTERED, 1, start - 40 * 24 * HOUR),
                bearing(start, Kind.ENTERED, 2, start - 3 * HOUR),
                bearing(start, Kind.ENTERED, 3, start - HOUR),
                bearing(start + 1, Kind.CORRECTED, 2, start - 2 * HOUR),
                bearing(start + 2, Kind.WITHDRAWN, 3, start - HOUR),
                bearing(start + 3, Kind.ENTERED, 4, start + WINDOW));

        List<ExpectedWindow> windows = windows(plant, log);

        // What was done when a window ends isn't in it yet. The clock may be ahead or behind, so that there is a window
        // before.
        ExpectedWindow first = window(windows, start);
        assertThat(first.upkeep().get(Part.BEARING)).isEqualTo(new Serviced(2 + 1 / 6.0, 1));
        assertThat(first.upkeep().get(Part.FILTER)).isEqualTo(new Serviced(null, 0));
        assertThat(window(windows, start + WINDOW).upkeep().get(Part.BEARING)).isEqualTo(new Serviced(1 / 6.0, 2));
        assertThat(first.json())
                .contains(
                        "\"minutes\":10",
                        "\"window_start\":" + start,
                        "\"bearing_services\":1",
                        "\"filter_hours\":null");
    }

    @Test
    void technicianEntersLateAndMendsAndWithdraws() {
        Plant plant = TestingPlants.small(2);
        List<LogChange> changes = new MaintenanceLog(plant).changes();

        assertThat(changes).extracting(LogChange::kind).contains(Kind.ENTERED, Kind.CORRECTED, Kind.WITHDRAWN);
        assertThat(changes).isSortedAccordingTo((left, right) -> Long.compare(left.atMillis(), right.atMillis()));
        Map<Long, LogChange> entered = new HashMap<>();
        for (LogChange change : changes) {
            assertThat(change.doneAtMillis()).isLessThanOrEqualTo(change.atMillis());
            assertThat(change.atMillis()).isLessThanOrEqualTo(plant.config().endMillis());
            if (change.kind() == Kind.ENTERED) {
                assertThat(entered.put(change.entry(), change)).isNull();
            } else {
                assertThat(entered).containsKey(change.entry());
            }
        }
    }

    private static LogChange bearing(long at, Kind kind, long entry, long doneAt) {
        return new LogChange(at, kind, entry, "machine-1", Part.BEARING, doneAt);
    }

    private static ExpectedWindow window(List<ExpectedWindow> windows, long start) {
        return windows.stream()
                .filter(window -> window.startMillis() == start)
                .findFirst()
                .orElseThrow();
    }

    private static List<ExpectedWindow> windows(Plant plant, List<LogChange> log) {
        List<ExpectedWindow> windows = new ArrayList<>();
        new Oracle(plant, log).windows(windows::add);
        return windows;
    }
}
