package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.time.Duration;
import java.util.List;

/**
 * How the benchmark runs.
 *
 * @param log what most ways read
 * @param slowRecords how many records the slow ways read
 * @param rules whether the contract has a rule, which all records keep
 * @param rounds how often each way runs
 * @param heap of each way's process, as Java's {@code -Xmx} takes it
 * @param profile whether each run leaves a recording of JFR, which costs it some speed
 */
record RollupSettings(
        TelemetrySettings log,
        long slowRecords,
        boolean rules,
        int parallelism,
        Duration commit,
        int rounds,
        String heap,
        boolean profile,
        List<WaySpec> ways) {

    RollupSettings {
        ways = List.copyOf(ways);
    }

    TelemetrySettings logOf(WaySpec way) {
        return way.slow() ? log.withRecords(Math.min(slowRecords, log.records())) : log;
    }

    String topicOf(WaySpec way) {
        return logOf(way).topic() + (rules ? "_ruled" : "");
    }
}
