package dev.weir.simulate;

import java.time.Duration;

/**
 * What a plant is like. Equal ones are the same plant, to the last digit of the last reading.
 *
 * @param sensors how many, from 1 to 10 million; sensor s is on machine s modulo {@code machines}, and reached through gateway s
 *     modulo {@code gateways}
 * @param machines how many
 * @param gateways how many
 * @param seed chooses one of many such plants
 * @param startMillis when it begins, in milliseconds since 1970-01-01T00:00:00Z
 * @param period between two readings of a sensor, a millisecond or more; one sensor in four takes twice as long
 * @param duration for how long it measures; at least a period
 * @param life how long a part of a machine lasts, more or less; a minute or more
 */
public record PlantConfig(
        int sensors,
        int machines,
        int gateways,
        long seed,
        long startMillis,
        Duration period,
        Duration duration,
        Duration life) {

    private static final int MOST = 10_000_000;
    private static final Duration LONGEST = Duration.ofDays(3650);

    public PlantConfig {
        check(sensors >= 1 && sensors <= MOST, "sensors are from 1 to " + MOST + ", not " + sensors);
        check(machines >= 1 && machines <= sensors, "machines are from 1 to the sensors' number, not " + machines);
        check(gateways >= 1 && gateways <= sensors, "gateways are from 1 to the sensors' number, not " + gateways);
        check(startMillis >= LONGEST.toMillis(), "the start is after 1980");
        check(period.toMillis() >= 1, "the period is a millisecond or more");
        check(duration.compareTo(period) >= 0, "the duration is at least a period");
        check(duration.compareTo(LONGEST) <= 0, "the duration is at most ten years");
        check(life.toMinutes() >= 1 && life.compareTo(LONGEST) <= 0, "the life of parts is from a minute to ten years");
    }

    /** How often a sensor measures that measures each period. */
    public long rounds() {
        return duration.toMillis() / period.toMillis();
    }

    /** When nothing is measured any more, by the true time, in milliseconds since 1970. */
    public long endMillis() {
        return startMillis + duration.toMillis();
    }

    private static void check(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
