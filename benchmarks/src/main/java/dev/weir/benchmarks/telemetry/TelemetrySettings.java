package dev.weir.benchmarks.telemetry;

/**
 * What a log of readings looks like; the same settings make the same log.
 *
 * @param records how many there are, repeats included, beside one of each partition that closes the last window
 * @param windows over how many windows of {@link Telemetry#WINDOW_MILLIS} their times spread
 * @param repeated share of records that repeat one shortly before, from 0 to 1
 * @param late share of records that are older than the disorder, from 0 to 1
 * @param zipf exponent of how unevenly sensors send; 0 for evenly
 * @param compression of Kafka's producer: {@code none}, {@code lz4} …
 * @param burst how many readings are in one record; they have its time, and one temperature
 */
public record TelemetrySettings(
        long records,
        int sensors,
        int partitions,
        int windows,
        double repeated,
        double late,
        double zipf,
        String compression,
        long seed,
        int burst) {

    private static final int MOST_SENSORS = 1_000_000;
    private static final int MOST_IN_A_BURST = 10_000;

    public TelemetrySettings {
        if (records < 1 || partitions < 1 || windows < 1) {
            throw new IllegalArgumentException("Records, partitions and windows must be 1 at least.");
        }
        if (sensors < 1 || sensors > MOST_SENSORS) {
            throw new IllegalArgumentException("Sensors must be 1 to " + MOST_SENSORS + ", but are " + sensors + ".");
        }
        if (burst < 1 || burst > MOST_IN_A_BURST) {
            throw new IllegalArgumentException(
                    "Readings in a record must be 1 to " + MOST_IN_A_BURST + ", but are " + burst + ".");
        }
        if (repeated < 0 || late < 0 || repeated + late > 1) {
            throw new IllegalArgumentException("The shares of repeated and late records must be 0 to 1 together.");
        }
    }

    /** One reading in each record. */
    public TelemetrySettings(
            long records,
            int sensors,
            int partitions,
            int windows,
            double repeated,
            double late,
            double zipf,
            String compression,
            long seed) {
        this(records, sensors, partitions, windows, repeated, late, zipf, compression, seed, 1);
    }

    /** The same of another size. */
    public TelemetrySettings withRecords(long other) {
        return new TelemetrySettings(
                other, sensors, partitions, windows, repeated, late, zipf, compression, seed, burst);
    }

    /** The same in another compression. */
    public TelemetrySettings withCompression(String other) {
        return new TelemetrySettings(records, sensors, partitions, windows, repeated, late, zipf, other, seed, burst);
    }

    /** The same with so many readings in each record. */
    public TelemetrySettings withBurst(int other) {
        return new TelemetrySettings(
                records, sensors, partitions, windows, repeated, late, zipf, compression, seed, other);
    }

    /** How many records the log has in all. */
    public long size() {
        return records + partitions;
    }

    /** A name for a topic that no other settings have, so that what was loaded can be used again. */
    public String topic() {
        return "telemetry_" + Integer.toHexString(toString().hashCode());
    }
}
