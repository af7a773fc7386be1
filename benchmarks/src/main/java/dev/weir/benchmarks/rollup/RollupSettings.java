package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.time.Duration;

/**
 * How a way runs.
 *
 * @param log what most ways read
 * @param slowRecords how many records the slow ways read
 * @param rules whether the contract has a rule, which all records keep
 * @param identity whether the contract has an identity; without, repeats count
 * @param heap of its process, as Java's {@code -Xmx} takes it
 * @param profile whether each run leaves a recording of JFR, which costs it some speed
 */
record RollupSettings(
        TelemetrySettings log,
        long slowRecords,
        boolean rules,
        boolean identity,
        int parallelism,
        Duration commit,
        String heap,
        boolean profile) {

    RollupSettings withLog(TelemetrySettings other) {
        return new RollupSettings(other, slowRecords, rules, identity, parallelism, commit, heap, profile);
    }

    RollupSettings withRules() {
        return new RollupSettings(log, slowRecords, true, identity, parallelism, commit, heap, profile);
    }

    RollupSettings withoutIdentity() {
        return new RollupSettings(log, slowRecords, rules, false, parallelism, commit, heap, profile);
    }

    RollupSettings withParallelism(int other) {
        return new RollupSettings(log, slowRecords, rules, identity, other, commit, heap, profile);
    }

    RollupSettings withCommit(Duration other) {
        return new RollupSettings(log, slowRecords, rules, identity, parallelism, other, heap, profile);
    }
}
