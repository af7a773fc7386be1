package dev.weir.benchmarks.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulate.Oracle;
import dev.weir.simulate.Plant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantSettingsTest {

    @Test
    void plantMeasuresAsOftenAsIsAskedFor() {
        Duration time = Duration.ofMinutes(2);
        for (int sensors : List.of(100, 2_000)) {
            Plant plant = new Plant(settings(sensors).plant(sensors, 500, time));

            Oracle.Counts counts = new Oracle(plant, List.of()).counts();

            double rate = (double) (counts.unique() + counts.neverSent()) / time.toSeconds();
            assertThat(rate).isCloseTo(500, within(10.0));
        }
    }

    @Test
    void connectionsAreNoMoreThanSensors() {
        assertThat(settings(10).plant(10, 100, Duration.ofMinutes(1)).gateways())
                .isEqualTo(10);
    }

    @Test
    void stepsThatSayNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlantSettings(
                        List.of(1), Duration.ofMinutes(1), Duration.ofSeconds(5), 100, 100, 1, 10, 25_000, 640))
                .withMessageContaining("a step 20 s");
    }

    private static PlantSettings settings(int sensors) {
        return new PlantSettings(
                List.of(sensors), Duration.ofMinutes(1), Duration.ofSeconds(20), 100, 1_000, 1, 3_000, 25_000, 640);
    }
}
