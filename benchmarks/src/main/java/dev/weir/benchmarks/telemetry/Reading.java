package dev.weir.benchmarks.telemetry;

/** One record of the log; filled anew by each {@link Telemetry#next}. */
public final class Reading {
    private static final double[] NONE = {};

    int sensor;
    int partition;
    long sequence;
    long time;
    double vibration;
    double temperature;
    /** All vibrations of a burst; empty unless there are several. */
    double[] burst = NONE;

    boolean repeat;
    boolean onTime;

    /** From 0 on; those from {@link TelemetrySettings#sensors} on only close windows. */
    public int sensor() {
        return sensor;
    }

    public int partition() {
        return partition;
    }

    public long sequence() {
        return sequence;
    }

    /** Event time in milliseconds since 1970-01-01T00:00:00Z. */
    public long time() {
        return time;
    }

    public double vibration() {
        return vibration;
    }

    public double temperature() {
        return temperature;
    }

    /** Whether it came before. */
    public boolean isRepeat() {
        return repeat;
    }

    /** Whether its time isn't further behind the newest of its partition than the disorder. */
    public boolean isInTime() {
        return onTime;
    }

    void copyFrom(Reading other) {
        sensor = other.sensor;
        partition = other.partition;
        sequence = other.sequence;
        time = other.time;
        vibration = other.vibration;
        temperature = other.temperature;
        if (other.burst.length > 0) {
            burst = other.burst.clone();
        }
    }
}
