package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.time.Duration;

/**
 * How deliveries are measured.
 *
 * @param records rows of a table
 * @param commit how often the delivery commits
 * @param rounds how often each way runs
 */
record LakeSettings(long records, int sensors, int partitions, Duration commit, int rounds, long seed) {

    LakeSettings {
        if (records < 1 || rounds < 1 || commit.toSeconds() < 1) {
            throw new IllegalArgumentException("Records, rounds and seconds between commits must be 1 at least.");
        }
    }

    /** Neither late nor repeated: each record must be a row. */
    TelemetrySettings log() {
        return new TelemetrySettings(records, sensors, partitions, 1, 0, 0, 0, "none", seed);
    }
}
