package dev.weir.benchmarks.telemetry;

/**
 * What the readings of one sensor in one window come to.
 *
 * @param windowStart in milliseconds since 1970-01-01T00:00:00Z
 */
public record Features(
        long windowStart,
        int sensor,
        long readings,
        double vibrationAverage,
        double vibrationMin,
        double vibrationMax,
        double temperatureAverage) {}
