package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Workplace;
import java.util.List;
import java.util.concurrent.Callable;
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

    private final Workplace place;

    public RollupCommand(Workplace place) {
        this.place = place;
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
        place.progress().accept("Kafka and the registry start in " + place.home() + " …");
        try (Servers servers = Servers.start(place.home(), options.portOffset())) {
            Runs runs = new RollupBenchmark(contestants, servers, place.home().resolve("runs"), place.progress())
                    .run(options.rounds());
            new RollupReport(contestants, settings, runs).rollupLines().forEach(place.data());
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
