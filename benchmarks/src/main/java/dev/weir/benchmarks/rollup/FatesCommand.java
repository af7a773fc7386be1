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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run fates}. Exits with 1 if a run was wrong. */
@Command(
        name = "fates",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "What fates cost: a roll-up with all of them beside the same with as few as a contract can ask for.")
public final class FatesCommand implements Callable<Integer> {

    private static final String WAY = WaySpec.WEIR_ROLLUP.id();

    /** What no contract can leave out, and so is in all of these figures. */
    private static final String STILL_ON =
            "in all: whether a value can be decoded and its columns are there, whether a record is in its key's partition,"
                    + " whether its time is too far ahead or late, the counts, and the ledger's rows in each commit";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RollupOptions options = new RollupOptions();

    private final Workplace place;

    public FatesCommand(Workplace place) {
        this.place = place;
    }

    /** The first has the fewest fates. */
    static List<Contestant> contestants(RollupSettings settings) {
        return List.of(
                contestant("fewest", "no identity, no rule", settings.withoutIdentity()),
                contestant("identity", "repeats are looked for", settings),
                contestant("all", "repeats, and a rule", settings.withRules()));
    }

    private static Contestant contestant(String id, String title, RollupSettings settings) {
        return new Contestant(WAY + "-fates-" + id, title, WaySpec.WEIR_ROLLUP, settings);
    }

    @Override
    public Integer call() throws Exception {
        RollupSettings settings;
        try {
            settings = options.settings();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (settings.rules() || !settings.identity()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "This benchmark itself chooses what the contracts say: leave out --rules and --no-identity.");
        }
        List<Contestant> contestants = contestants(settings);
        place.progress().accept("Kafka and the registry start in " + place.home() + " …");
        try (Servers servers = Servers.start(place.home(), options.portOffset())) {
            Runs runs = new RollupBenchmark(contestants, servers, place.home().resolve("runs"), place.progress())
                    .run(options.rounds());
            Stream.concat(new RollupReport(contestants, settings, runs).matrixLines().stream(), Stream.of("", STILL_ON))
                    .forEach(place.data());
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }
}
