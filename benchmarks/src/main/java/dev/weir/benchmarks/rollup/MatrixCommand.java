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

/** {@code benchmarks/run matrix}. Exits with 1 if a run was wrong. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "One way with different settings, each beside the same with none changed.")
public final class MatrixCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RollupOptions options = new RollupOptions();

    @Option(names = "--way", defaultValue = "weir-rollup", description = "One that benchmarks/run rollup knows.")
    private String way = "weir-rollup";

    @Option(
            names = "--variants",
            split = ",",
            defaultValue =
                    "base,sensors-1k,sensors-1m,zipf,late-5,late-20,repeated-0,repeated-5,repeated-20,no-identity,rules,"
                            + "parallelism-1,commit-100ms,commit-1s,commit-10s,lz4",
            description = "Which; the first is what the others are compared with.")
    private List<String> variants = List.of();

    private final Workplace place;

    public MatrixCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        List<Contestant> contestants;
        RollupSettings settings;
        try {
            settings = options.settings();
            WaySpec spec = RollupCommand.way(way);
            contestants = variants.stream()
                    .map(Variant::of)
                    .map(variant ->
                            new Contestant(way + "-" + variant.id(), variant.title(), spec, variant.change(settings)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        place.progress().accept("Kafka and the registry start in " + place.home() + " …");
        try (Servers servers = Servers.start(place.home(), options.portOffset())) {
            Runs runs = new RollupBenchmark(contestants, servers, place.home().resolve("runs"), place.progress())
                    .run(options.rounds());
            RollupReport report = new RollupReport(contestants, settings, runs);
            Stream.concat(Stream.of("way: " + way), report.matrixLines().stream())
                    .forEach(place.data());
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }
}
