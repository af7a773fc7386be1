package dev.weir.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartFailureTest {

    private static final long START = TestingPlants.START;
    private static final Plant PLANT = new Plant(
            new PlantConfig(40, 40, 1, 3, START, Duration.ofMinutes(1), Duration.ofDays(10), Duration.ofDays(2)));

    @Test
    void partFailsWhenItsLifeIsOverAndIsWornUntilItIsServiced() {
        List<PartFailure> failures = PLANT.failures();

        assertThat(failures).extracting(PartFailure::part).contains(Part.values());
        assertThat(failures).anyMatch(failure -> failure.mendedAtMillis() == Long.MAX_VALUE);
        assertThat(failures).anyMatch(failure -> failure.mendedAtMillis() < Long.MAX_VALUE);
        for (PartFailure failure : failures) {
            int machine = Integer.parseInt(failure.machine().substring("machine-".length())) - 1;
            assertThat(PLANT.upkeep().wear(machine, failure.part(), failure.failedAtMillis() - 1))
                    .isLessThan(1);
            long last = Math.min(PLANT.config().endMillis(), failure.mendedAtMillis() - 1);
            assertThat(PLANT.upkeep().wear(machine, failure.part(), last)).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void eachWornMinuteIsInAFailure() {
        List<PartFailure> failures = PLANT.failures();

        for (int machine = 0; machine < PLANT.config().machines(); machine++) {
            for (long time = START;
                    time < PLANT.config().endMillis();
                    time += Duration.ofMinutes(10).toMillis()) {
                String name = Plant.machineName(machine);
                long at = time;
                assertThat(failures.stream()
                                .filter(failure -> failure.machine().equals(name) && failure.part() == Part.BEARING)
                                .anyMatch(failure -> failure.failedAtMillis() <= at && at < failure.mendedAtMillis()))
                        .isEqualTo(PLANT.upkeep().wear(machine, Part.BEARING, time) >= 1);
            }
        }
    }

    @Test
    void lineIsJson() {
        assertThat(new PartFailure("machine-7", Part.BEARING, 5, 6).json())
                .isEqualTo("{\"machine_id\":\"machine-7\",\"component\":\"bearing\",\"failed_at\":5,\"mended_at\":6}");
    }
}
