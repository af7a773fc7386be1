package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Workplace;
import dev.weir.benchmarks.product.WeirStack;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run lake}. Exits with 1 if a run was wrong. */
@Command(
        name = "lake",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "A stream into a table of the lake, beside Iceberg's bare Parquet writer with the same rows from memory.")
public final class LakeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--records", defaultValue = "20000000", description = "Rows of a table.")
    private long records;

    @Option(names = "--sensors", defaultValue = "100000", description = "How many send them.")
    private int sensors;

    @Option(names = "--partitions", defaultValue = "4")
    private int partitions;

    @Option(names = "--commit-s", defaultValue = "30", description = "Seconds between the delivery's commits.")
    private int commitSeconds;

    @Option(names = "--seed", defaultValue = "5")
    private long seed;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each way runs.")
    private int rounds;

    @Option(names = "--port-offset", defaultValue = "25000", description = "Of the servers that are started.")
    private int portOffset;

    private final Workplace place;

    public LakeCommand(Workplace place) {
        this.place = place.in("lake");
    }

    @Override
    public Integer call() throws Exception {
        LakeSettings settings;
        try {
            settings = new LakeSettings(records, sensors, partitions, Duration.ofSeconds(commitSeconds), rounds, seed);
            settings.log();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        place.progress().accept("Servers start in " + place.home() + " …");
        try (WeirStack stack = WeirStack.start(place.home(), place.checkout(), portOffset)) {
            Runs runs = new LakeBenchmark(settings, stack, place.home(), place.progress()).run();
            new LakeReport(settings, runs).lines().forEach(place.data());
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }
}
