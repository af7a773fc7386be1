package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private RollupOptions options = new RollupOptions();

    @Option(
            names = "--ways",
            split = ",",
            defaultValue =
                    "r0,r0-aggregate,weir-rollup,weir-sql,flink-sql,flink-sql-tuned,flink-sql-dedup,flink-keyed-dedup,"
                            + "kafka-streams,hazelcast-jet",
            description = "Which ways, in which order.")
    private List<String> ways = List.of();

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
        List<Contestant> contestants;
        RollupSettings settings;
        try {
            settings = options.settings();
            contestants = ways.stream()
                    .map(RollupCommand::way)
                    .map(way -> new Contestant(way.id(), way.title(), way, settings))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        progress.accept("Kafka and the registry start in " + home + " …");
        try (Servers servers = Servers.start(home, options.portOffset())) {
            Runs runs = new RollupBenchmark(contestants, servers, home.resolve("runs"), progress).run(options.rounds());
            new RollupReport(contestants, settings, runs).rollupLines().forEach(data);
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }

    /** @throws IllegalArgumentException naming those that there are */
    static WaySpec way(String id) {
        return WaySpec.find(id)
                .orElseThrow(() -> new IllegalArgumentException("There is no way '" + id + "'. Known are "
                        + String.join(
                                ", ",
                                Stream.of(WaySpec.values()).map(WaySpec::id).toList()) + "."));
    }
}
