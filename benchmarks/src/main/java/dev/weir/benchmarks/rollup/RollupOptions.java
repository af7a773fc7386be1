package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the benchmarks over the log of readings have in common. */
final class RollupOptions {

    @Option(names = "--records", defaultValue = "5000000", description = "Records of the log, repeats included.")
    private long records;

    @Option(names = "--slow-records", defaultValue = "500000", description = "The same for the slow ways.")
    private long slowRecords;

    @Option(names = "--sensors", defaultValue = "100000", description = "At most a million.")
    private int sensors;

    @Option(names = "--partitions", defaultValue = "4")
    private int partitions;

    @Option(names = "--windows", defaultValue = "2", description = "Over how many windows the events' times spread.")
    private int windows;

    @Option(names = "--repeated", defaultValue = "1", description = "Percent of records that are repeats.")
    private double repeated;

    @Option(names = "--late", defaultValue = "0", description = "Percent of records that are late.")
    private double late;

    @Option(names = "--zipf", defaultValue = "0", description = "How unevenly sensors send; 0 for evenly.")
    private double zipf;

    @Option(names = "--compression", defaultValue = "none", description = "Of the log: none, lz4 …")
    private String compression = "none";

    @Option(names = "--rules", description = "The contract has a rule.")
    private boolean rules;

    @Option(names = "--no-identity", description = "The contract has no identity: Weir counts repeats, too.")
    private boolean noIdentity;

    @Option(names = "--seed", defaultValue = "5")
    private long seed;

    @Option(names = "--parallelism", defaultValue = "2")
    private int parallelism;

    @Option(names = "--commit-ms", defaultValue = "5000", description = "Time between commits.")
    private long commitMillis;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each runs.")
    private int rounds;

    @Option(names = "--heap", defaultValue = "2g", description = "Of each run's process.")
    private String heap = "2g";

    @Option(names = "--profile", description = "Each run leaves a recording of JFR in its folder.")
    private boolean profile;

    @Option(names = "--port-offset", defaultValue = "25000", description = "Of the servers that are started.")
    private int portOffset;

    /** @throws IllegalArgumentException if they don't go together */
    RollupSettings settings() {
        TelemetrySettings log = new TelemetrySettings(
                records, sensors, partitions, windows, repeated / 100, late / 100, zipf, compression, seed);
        return new RollupSettings(
                log, slowRecords, rules, !noIdentity, parallelism, Duration.ofMillis(commitMillis), heap, profile);
    }

    int rounds() {
        return rounds;
    }

    int portOffset() {
        return portOffset;
    }
}
