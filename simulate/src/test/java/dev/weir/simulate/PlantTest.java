package dev.weir.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlantTest {

    private final Plant plant = TestingPlants.small(3);

    @Test
    void sequencesRiseByOneAndClocksNeverGoBack() {
        for (int sensor = 0; sensor < plant.config().sensors(); sensor++) {
            Reading before = plant.reading(sensor, 0);
            assertThat(before.sequence()).isEqualTo(TestingPlants.START);
            for (long number = 1; number < plant.readings(sensor); number++) {
                Reading reading = plant.reading(sensor, number);
                assertThat(reading.sequence()).isEqualTo(before.sequence() + 1);
                assertThat(reading.eventTime()).isGreaterThan(before.eventTime());
                assertThat(reading.machine()).isEqualTo("machine-" + (sensor % 6 + 1));
                before = reading;
            }
        }
    }

    @Test
    void clocksAreOffByMoreThanASecondForFewSensorsAndByTwentyForNone() {
        int far = 0;
        Plant large = new Plant(new PlantConfig(
                5_000,
                100,
                50,
                1,
                TestingPlants.START,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofDays(7)));
        for (int sensor = 0; sensor < 5_000; sensor++) {
            long off = Math.abs(large.reading(sensor, 0).eventTime() - large.measuredAt(sensor, 0));
            assertThat(off).isLessThanOrEqualTo(20_001);
            far += off > 1_000 ? 1 : 0;
        }
        assertThat(far).isBetween(100, 400);
    }

    @Test
    void wearShowsUntilThePartIsServiced() {
        Upkeep upkeep = plant.upkeep();
        long[] services = upkeep.services(0, Part.BEARING);
        assertThat(services.length).isGreaterThan(2);
        assertThat(services[0]).isLessThanOrEqualTo(TestingPlants.START);
        for (int i = 1; i < services.length; i++) {
            assertThat(upkeep.wear(0, Part.BEARING, services[i] - 1)).isBetween(0.7 / 1.45, 1.15 / 0.75);
            assertThat(upkeep.wear(0, Part.BEARING, services[i])).isZero();
        }
    }

    @Test
    void readingIsAnEventOfTheContract() throws Exception {
        Reading reading = new Reading("sensor-1", "machine-2", 3, 4, 1.25, 40.5);
        JsonNode event = new JsonMapper().readTree(reading.json());

        assertThat(event.toString())
                .isEqualTo("{\"sensor_id\":\"sensor-1\",\"machine_id\":\"machine-2\",\"seq\":3,\"event_time\":4,"
                        + "\"vibration_mm_s\":1.25,\"temperature_c\":40.5}");
        assertThat(new Reading("sensor-1", "machine-2", 3, 4, null, 40.5).json())
                .doesNotContain("vibration");
    }

    @Test
    void impossiblePlantsAreRefused() {
        assertThatThrownBy(() -> new PlantConfig(
                        10,
                        11,
                        1,
                        1,
                        TestingPlants.START,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("machines are from 1 to the sensors' number, not 11");
    }
}
