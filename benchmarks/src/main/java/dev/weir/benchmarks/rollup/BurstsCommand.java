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

/** {@code benchmarks/run bursts}. Exits with 1 if a run was wrong. */
@Command(
        name = "bursts",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Windows of ten minutes per sensor over records that have many readings each; --records are readings.")
public final class BurstsCommand implements Callable<Integer> {

    /** Others can't read a burst. */
    private static final List<WaySpec> WAYS =
            List.of(WaySpec.R0, WaySpec.WEIR_SQL, WaySpec.FLINK_SQL, WaySpec.FLINK_SQL_TUNED);

    /** What a way keeps in its queues is a good part of fewer records than these. */
    private static final long FEW = 500_000;

    private static final String TOO_FEW =
            "the steady rate counts records that were handed out, of which too many wait in queues here: the whole job's figures count";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RollupOptions options = new RollupOptions();

    @Option(names = "--burst", defaultValue = "100", description = "Readings in a record.")
    private int burst;

    private final Workplace place;

    public BurstsCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        List<Contestant> contestants;
        RollupSettings settings;
        try {
            RollupSettings given = options.settings();
            settings = given.withLog(given.log()
                    .withRecords(Math.max(1, given.log().records() / burst))
                    .withBurst(burst));
            contestants = WAYS.stream()
                    .map(way -> new Contestant("bursts-" + way.id(), way.title(), way, settings))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (burst < 2 || settings.rules()) {
            throw new ParameterException(spec.commandLine(), "A burst has two readings at least, and no rule here.");
        }
        place.progress().accept("Kafka and the registry start in " + place.home() + " …");
        try (Servers servers = Servers.start(place.home(), options.portOffset())) {
            Runs runs = new RollupBenchmark(contestants, servers, place.home().resolve("runs"), place.progress())
                    .run(options.rounds());
            Stream.concat(
                            new RollupReport(contestants, settings, runs).matrixLines().stream(),
                            settings.log().records() < FEW ? Stream.of("", TOO_FEW) : Stream.empty())
                    .forEach(place.data());
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }
}
