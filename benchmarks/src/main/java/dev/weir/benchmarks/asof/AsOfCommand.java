package dev.weir.benchmarks.asof;

import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import dev.weir.benchmarks.measure.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run asof}. */
@Command(
        name = "asof",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "The as-of join alone: windows a second, and what an entry costs that changes the windows of a day.")
public final class AsOfCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--machines", defaultValue = "1000", description = "Each has a week of windows of ten minutes.")
    private int machines;

    @Option(names = "--entries", defaultValue = "10", description = "A machine's, each dated back by a day.")
    private int entries;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--states", split = ",", defaultValue = "hashmap,rocksdb", description = "Flink's state backends.")
    private List<String> states = List.of();

    private final Workplace place;

    public AsOfCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        AsOfSettings settings;
        try {
            settings = new AsOfSettings(machines, entries, rounds, states);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        place.data()
                .accept(String.format(
                        Locale.ROOT,
                        "asof: %,d machines with %,d windows each; then %d entries a machine that change %d windows each; one task, %d rounds",
                        machines,
                        AsOfSettings.WINDOWS,
                        entries,
                        AsOfSettings.TOUCHED,
                        rounds));
        place.data().accept("");
        TextTable table = new TextTable("state", "windows/s", "an entry, ms", "of it a window, µs");
        for (String state : settings.states()) {
            add(table, settings, state);
        }
        table.lines().forEach(place.data());
        return 0;
    }

    /** What two jobs take that differ in one thing only is what that costs: neither has the start in it. */
    private void add(TextTable table, AsOfSettings settings, String state) throws Exception {
        AsOfJob job = new AsOfJob(settings, state);
        job.run(machines / 2, true); // To warm up.
        List<Double> rates = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            double half = job.run(machines / 2, false);
            double all = job.run(machines, false);
            double withLog = job.run(machines, true);
            long more = (long) (machines - machines / 2) * AsOfSettings.WINDOWS;
            rates.add(more / (all - half));
            millis.add((withLog - all) * 1e3 / settings.changes());
            place.progress()
                    .accept(String.format(
                            Locale.ROOT,
                            "%s, round %d: half the windows %.2f s, all %.2f s, with entries %.2f s",
                            state,
                            round,
                            half,
                            all,
                            withLog));
        }
        Spread rate = Spread.of(rates).orElseThrow();
        Spread entry = Spread.of(millis).orElseThrow();
        table.add(
                state,
                String.format(Locale.ROOT, "%,.0f [%,.0f–%,.0f]", rate.median(), rate.least(), rate.most()),
                String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", entry.median(), entry.least(), entry.most()),
                String.format(Locale.ROOT, "%.1f", entry.median() * 1e3 / AsOfSettings.TOUCHED));
    }
}
