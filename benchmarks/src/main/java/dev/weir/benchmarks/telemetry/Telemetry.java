package dev.weir.benchmarks.telemetry;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The readings of sensors in the order of the log, made by a seed. Each sensor counts its readings; times go on evenly, with some
 * seconds of disorder; at the end each partition has one record far in the future, so that the last window closes. Not
 * thread-safe.
 */
public final class Telemetry {

    public static final long WINDOW_MILLIS = 600_000;
    /** What the contract allows. */
    public static final long DISORDER_MILLIS = 30_000;
    /** The first window's start: 2025-01-01T00:00:00Z. */
    public static final long BASE = 1_735_689_600_000L;

    private static final long JITTER_MILLIS = 5_000;
    private static final long LEAST_LATE_MILLIS = 40_000;
    private static final long MOST_LATE_MILLIS = 600_000;
    private static final int MOST_REMEMBERED = 512;
    private static final long REPEATED_WITHIN_MILLIS = 10_000;
    private static final long CLOSING_MILLIS = 3_600_000;

    private final TelemetrySettings settings;
    private final SplittableRandom random;
    private final SensorChoice choice;
    private final byte[] partitions;
    private final int[] closing;
    private final long[] sequences;
    private final long[] newest;
    private final Reading[] recent;
    private final long span;
    private long made;
    private long originals;

    public Telemetry(TelemetrySettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.choice = new SensorChoice(settings.sensors(), settings.zipf());
        this.partitions = SensorName.partitions(settings.sensors(), settings.partitions());
        this.closing = SensorName.oneOfEachPartition(settings.sensors(), settings.partitions());
        this.sequences = new long[settings.sensors()];
        this.newest = new long[settings.partitions()];
        Arrays.fill(newest, Long.MIN_VALUE);
        this.span = settings.windows() * WINDOW_MILLIS;
        long remembered = settings.records() * REPEATED_WITHIN_MILLIS / span;
        this.recent = new Reading[(int) Math.max(1, Math.min(MOST_REMEMBERED, remembered))];
        Arrays.setAll(recent, unused -> new Reading());
    }

    /** Fills in the next record; false at the end of the log. */
    public boolean next(Reading reading) {
        if (made == settings.size()) {
            return false;
        }
        if (made >= settings.records()) {
            close((int) (made - settings.records()), reading);
        } else if (originals >= recent.length && random.nextDouble() < settings.repeated()) {
            reading.copyFrom(recent[random.nextInt(recent.length)]);
            reading.repeat = true;
        } else {
            measure(reading);
            recent[(int) (originals++ % recent.length)].copyFrom(reading);
        }
        reading.onTime = newest[reading.partition] == Long.MIN_VALUE
                || reading.time >= newest[reading.partition] - DISORDER_MILLIS;
        newest[reading.partition] = Math.max(newest[reading.partition], reading.time);
        made++;
        return true;
    }

    private void measure(Reading reading) {
        reading.sensor = choice.next(random);
        reading.partition = partitions[reading.sensor];
        reading.sequence = sequences[reading.sensor]++;
        long clock = BASE + (long) ((double) made / settings.records() * span);
        long behind = random.nextLong(JITTER_MILLIS);
        if (settings.late() > 0 && random.nextDouble() < settings.late()) {
            behind = random.nextLong(LEAST_LATE_MILLIS, MOST_LATE_MILLIS);
        }
        reading.time = Math.max(BASE, clock - behind);
        reading.vibration = random.nextDouble() * 10;
        if (settings.burst() > 1) {
            reading.burst = random.doubles(settings.burst(), 0, 10).toArray();
        }
        reading.temperature = 20 + random.nextDouble() * 60;
        reading.repeat = false;
    }

    private void close(int partition, Reading reading) {
        reading.sensor = closing[partition];
        reading.partition = partition;
        reading.sequence = 0;
        reading.time = BASE + span + CLOSING_MILLIS;
        reading.vibration = 0;
        reading.burst = new double[settings.burst() > 1 ? 1 : 0];
        reading.temperature = 20;
        reading.repeat = false;
    }
}
