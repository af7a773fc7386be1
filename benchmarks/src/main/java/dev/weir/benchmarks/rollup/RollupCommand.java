package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run rollup}. Exits with 1 if a run was wrong. */
@Command(
        name = "rollup",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Windows of ten minutes per sensor over one log, computed in several ways, each in a process of its own.")
public final class RollupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

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

    @Option(names = "--seed", defaultValue = "5")
    private long seed;

    @Option(names = "--parallelism", defaultValue = "2")
    private int parallelism;

    @Option(names = "--commit-ms", defaultValue = "5000", description = "Time between commits.")
    private long commitMillis;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each way runs.")
    private int rounds;

    @Option(names = "--heap", defaultValue = "2g", description = "Of each way's process.")
    private String heap = "2g";

    @Option(names = "--profile", description = "Each run leaves a recording of JFR in its folder.")
    private boolean profile;

    @Option(
            names = "--ways",
            split = ",",
            defaultValue =
                    "r0,r0-aggregate,weir-rollup,weir-sql,flink-sql,flink-sql-tuned,flink-sql-dedup,kafka-streams",
            description = "Which ways, in which order.")
    private List<String> ways = List.of();

    @Option(names = "--port-offset", defaultValue = "25000", description = "Of the servers that are started.")
    private int portOffset;

    private final Path home;
    private final Consumer<String> progress;
    private final Consumer<String> data;

    /**
     * @param home of the servers' data, and of what runs leave behind
     * @param progress hears a line now and then
     * @param data gets the table
     */
    public RollupCommand(Path home, Consumer<String> progress, Consumer<String> data) {
        this.home = home;
        this.progress = progress;
        this.data = data;
    }

    @Override
    public Integer call() throws Exception {
        RollupSettings settings = settings();
        progress.accept("Kafka and the registry start in " + home + " …");
        try (Servers servers = Servers.start(home, portOffset)) {
            Runs runs = new RollupBenchmark(settings, servers, home.resolve("runs"), progress).run();
            new RollupReport(settings, runs).lines().forEach(data);
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }

    private RollupSettings settings() {
        try {
            TelemetrySettings log = new TelemetrySettings(
                    records, sensors, partitions, windows, repeated / 100, late / 100, zipf, compression, seed);
            return new RollupSettings(
                    log,
                    slowRecords,
                    rules,
                    parallelism,
                    Duration.ofMillis(commitMillis),
                    rounds,
                    heap,
                    profile,
                    ways.stream().map(this::way).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private WaySpec way(String id) {
        return WaySpec.find(id)
                .orElseThrow(() -> new IllegalArgumentException("There is no way '" + id + "'. Known are "
                        + String.join(
                                ", ",
                                Stream.of(WaySpec.values()).map(WaySpec::id).toList()) + "."));
    }
}
