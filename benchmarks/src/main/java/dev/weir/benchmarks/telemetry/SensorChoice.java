package dev.weir.benchmarks.telemetry;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which sensor sends next: all alike, or the first ones more often (Zipf's law). */
final class SensorChoice {

    private final int sensors;
    private final double @Nullable [] cumulative;

    SensorChoice(int sensors, double zipf) {
        this.sensors = sensors;
        this.cumulative = zipf == 0 ? null : cumulative(sensors, zipf);
    }

    private static double[] cumulative(int sensors, double zipf) {
        double[] sums = new double[sensors];
        double sum = 0;
        for (int sensor = 0; sensor < sensors; sensor++) {
            sum += 1 / Math.pow(sensor + 1, zipf);
            sums[sensor] = sum;
        }
        for (int sensor = 0; sensor < sensors; sensor++) {
            sums[sensor] /= sum;
        }
        return sums;
    }

    int next(SplittableRandom random) {
        if (cumulative == null) {
            return random.nextInt(sensors);
        }
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        return Math.min(sensors - 1, found < 0 ? -found - 1 : found + 1);
    }
}
