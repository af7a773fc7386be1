package dev.weir.benchmarks.telemetry;

import java.util.Arrays;

/** The features of all sensors in all windows, in plain arrays: what a way must come to. Not thread-safe. */
public final class WindowTable {

    private final int sensors;
    private final int[] readings;
    private final double[] vibrationSum;
    private final double[] vibrationMin;
    private final double[] vibrationMax;
    private final double[] temperatureSum;

    public WindowTable(TelemetrySettings settings) {
        sensors = settings.sensors();
        int groups = Math.multiplyExact(sensors, settings.windows());
        readings = new int[groups];
        vibrationSum = new double[groups];
        vibrationMin = new double[groups];
        vibrationMax = new double[groups];
        temperatureSum = new double[groups];
        Arrays.fill(vibrationMin, Double.POSITIVE_INFINITY);
        Arrays.fill(vibrationMax, Double.NEGATIVE_INFINITY);
    }

    /** Counts a reading; one that only closes windows counts nowhere. */
    void add(Reading reading) {
        int group = group(reading.sensor, reading.time);
        if (group < 0) {
            return;
        }
        if (reading.burst.length == 0) {
            add(group, reading.vibration, reading.temperature);
        }
        for (double vibration : reading.burst) {
            add(group, vibration, reading.temperature);
        }
    }

    private void add(int group, double vibration, double temperature) {
        readings[group]++;
        vibrationSum[group] += vibration;
        vibrationMin[group] = Math.min(vibrationMin[group], vibration);
        vibrationMax[group] = Math.max(vibrationMax[group], vibration);
        temperatureSum[group] += temperature;
    }

    int groups() {
        return readings.length;
    }

    /** The place of a sensor in the window that has a time; -1 if there is none. */
    int group(int sensor, long time) {
        long window = Math.floorDiv(time - Telemetry.BASE, Telemetry.WINDOW_MILLIS);
        return sensor < 0 || sensor >= sensors || window < 0 || window >= readings.length / sensors
                ? -1
                : (int) window * sensors + sensor;
    }

    int readings(int group) {
        return readings[group];
    }

    /** How many windows of sensors have a reading. */
    public int rows() {
        return (int) Arrays.stream(readings).filter(count -> count > 0).count();
    }

    Features features(int group) {
        return new Features(
                Telemetry.BASE + group / sensors * Telemetry.WINDOW_MILLIS,
                group % sensors,
                readings[group],
                vibrationSum[group] / readings[group],
                vibrationMin[group],
                vibrationMax[group],
                temperatureSum[group] / readings[group]);
    }
}
