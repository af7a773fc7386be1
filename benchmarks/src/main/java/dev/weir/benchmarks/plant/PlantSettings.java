package dev.weir.benchmarks.plant;

import dev.weir.simulate.PlantConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How the plant is measured.
 *
 * @param sensors one plant after the other has so many
 * @param held for how long the highest rate must be held
 * @param step for how long a rate is tried to find it
 * @param fromRate readings a second, the first that is tried
 * @param maxRate no higher one is tried
 * @param burst how many readings of a sensor are in a message
 * @param connections over how many; no more than there are sensors
 * @param portOffset of the servers that are started
 * @param workerHeap of Flink's worker, MiB
 */
record PlantSettings(
        List<Integer> sensors,
        Duration held,
        Duration step,
        long fromRate,
        long maxRate,
        int burst,
        int connections,
        int portOffset,
        int workerHeap) {

    private static final int SENSORS_A_MACHINE = 20;
    private static final Duration LIFE = Duration.ofDays(7);
    private static final long SEED = 6;
    /** One sensor in four measures every other time. */
    private static final double READINGS_A_PERIOD = 0.875;

    PlantSettings {
        if (held.toSeconds() < 60 || step.toSeconds() < 20 || fromRate < 1 || burst < 1 || connections < 1) {
            throw new IllegalArgumentException(
                    "Held is a minute at least, a step 20 s; rates, bursts and connections are 1 at least.");
        }
        sensors = List.copyOf(sensors);
    }

    /** A plant that measures so often, from now on. */
    PlantConfig plant(int sensors, long rate, Duration duration) {
        long period = Math.max(1, Math.round(sensors * READINGS_A_PERIOD * 1000 / rate));
        Duration whole = duration.toMillis() < period ? Duration.ofMillis(period) : duration;
        return new PlantConfig(
                sensors,
                Math.max(1, sensors / SENSORS_A_MACHINE),
                Math.min(sensors, connections),
                SEED,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli(),
                Duration.ofMillis(period),
                whole,
                LIFE);
    }
}
