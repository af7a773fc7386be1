package dev.weir.simulate;

import dev.weir.simulate.Noise.About;
import java.time.Duration;
import java.util.List;

/**
 * Machines whose parts wear, and the sensors on them. Whatever is asked twice is answered the same, from any thread.
 *
 * <p>A sensor's readings are numbered from 0; the sequence of a reading is its number plus the plant's start in milliseconds, so
 * that those of a plant that begins later are higher.
 */
public final class Plant {

    /** How far a clock is from the true time, at most, when the plant begins. */
    static final Duration CLOCK_OFF = Duration.ofSeconds(20);
    /** And by which part of the time gone it is further off. */
    static final double CLOCK_DRIFT = 50e-6;

    /** What the contract of {@code telemetry} says. */
    private static final Duration DISORDER = Duration.ofSeconds(30);
    /** So many in a row are never lost. */
    private static final int LOST_IN_A_ROW = 8;
    /** Of so many sensors that measure one after the other, none of Weir's partitions has none. */
    private static final int TOGETHER = 2_000;

    private static final long CLOCK_USUALLY_OFF = 200;
    private static final double BAD_CLOCKS = 0.05;
    private static final double THERMOMETERS = 0.2;
    private static final double NEVER_SENT = 0.002;
    private static final double REPEATED = 0.01;
    private static final long REPEATED_WITHIN = Duration.ofSeconds(30).toMillis();
    /** One sensor in so many measures every other time. */
    private static final int SLOW = 4;

    private final PlantConfig config;
    private final Noise noise;
    private final Upkeep upkeep;
    private final Outages outages;
    private final long period;

    public Plant(PlantConfig config) {
        this.config = config;
        noise = new Noise(config.seed());
        upkeep = new Upkeep(config, noise);
        outages = new Outages(config, noise);
        period = config.period().toMillis();
    }

    public PlantConfig config() {
        return config;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** What a maintenance log doesn't say, and a model is to foresee: parts that gave out before the plant's end. */
    public List<PartFailure> failures() {
        return upkeep.failures();
    }

    Noise noise() {
        return noise;
    }

    /** The gateway that the sensor's readings go through, from 0. */
    public int gateway(int sensor) {
        return sensor % config.gateways();
    }

    public static String sensorName(int sensor) {
        return "sensor-" + (sensor + 1);
    }

    public static String machineName(int machine) {
        return "machine-" + (machine + 1);
    }

    /** The machine that the sensor is on, from 0. */
    public int machine(int sensor) {
        return sensor % config.machines();
    }

    /** Between two of its readings. */
    public Duration periodOf(int sensor) {
        return config.period().multipliedBy(step(sensor));
    }

    /** How many periods pass between two readings of the sensor. */
    int step(int sensor) {
        return sensor % SLOW == SLOW - 1 ? 2 : 1;
    }

    /** How many readings it takes, those that are never sent included. */
    long readings(int sensor) {
        int step = step(sensor);
        return (config.rounds() + step - 1) / step;
    }

    /** By the true time. Sensors take turns within a period, in their order. */
    long measuredAt(int sensor, long number) {
        return config.startMillis() + number * step(sensor) * period + sensor * period / config.sensors();
    }

    boolean isSent(int sensor, long number) {
        return noise.of(About.LOST, sensor, number) >= NEVER_SENT;
    }

    /** Whether its acknowledgement is lost, so that it is sent again. */
    boolean isRepeated(int sensor, long number) {
        return noise.of(About.REPEATED, sensor, number) < REPEATED;
    }

    /** By the true time. Nothing is held back for longer than until {@link #settledMillis}. */
    long arrivesAt(int sensor, long number) {
        long measured = measuredAt(sensor, number);
        return Math.max(measured, Math.min(outages.arrival(gateway(sensor), measured), settledMillis()));
    }

    /**
     * So long before the plant's end that what is measured from then on lets time pass what was measured before, by every clock, even
     * where a slow sensor is alone, or among many: then windows until then are given, and corrected.
     */
    long settledMillis() {
        long drifted = (long) Math.ceil(CLOCK_DRIFT * config.duration().toMillis());
        return config.endMillis()
                - DISORDER.toMillis()
                - CLOCK_OFF.toMillis()
                - drifted
                - Math.min(LOST_IN_A_ROW * 2 * period, TOGETHER * period / config.sensors() + period);
    }

    long arrivesAgainAt(int sensor, long number) {
        long after = (long) (noise.of(About.REPEATED_AFTER, sensor, number) * REPEATED_WITHIN);
        return Math.min(arrivesAt(sensor, number) + after, config.endMillis());
    }

    /** What a sensor measures. */
    public Reading reading(int sensor, long number) {
        long time = measuredAt(sensor, number);
        int machine = machine(sensor);
        return new Reading(
                sensorName(sensor),
                machineName(machine),
                config.startMillis() + number,
                time + clockAhead(sensor, time),
                noise.of(About.KIND, sensor, 0) < THERMOMETERS ? null : vibration(sensor, machine, number, time),
                temperature(sensor, machine, number, time));
    }

    private long clockAhead(int sensor, long time) {
        boolean bad = noise.of(About.CLOCK, sensor, 0) < BAD_CLOCKS;
        long most = bad ? CLOCK_OFF.toMillis() : CLOCK_USUALLY_OFF;
        double off = (noise.of(About.CLOCK_SIZE, sensor, 0) * 2 - 1) * most;
        double drift = (noise.of(About.DRIFT, sensor, 0) * 2 - 1) * CLOCK_DRIFT * (time - config.startMillis());
        return Math.round(off + drift);
    }

    private double vibration(int sensor, int machine, long number, long time) {
        double bearing = upkeep.wear(machine, Part.BEARING, time);
        double failed = bearing >= 1 ? 5 : 0;
        double value = 0.8
                + noise.of(About.KIND, sensor, 1)
                + 3 * bearing * bearing * bearing
                + failed
                + 0.6 * upkeep.wear(machine, Part.LUBRICATION, time)
                + 0.3 * noise.of(About.VIBRATION, sensor, number);
        return Math.round(value * 1000) / 1000.0;
    }

    private double temperature(int sensor, int machine, long number, long time) {
        double dry = upkeep.wear(machine, Part.LUBRICATION, time);
        double value = 35
                + 10 * noise.of(About.KIND, sensor, 2)
                + 8 * dry * dry
                + 5 * upkeep.wear(machine, Part.FILTER, time)
                + 2 * Math.max(upkeep.wear(machine, Part.BEARING, time) - 0.5, 0)
                + noise.of(About.TEMPERATURE, sensor, number);
        return Math.round(value * 100) / 100.0;
    }
}
