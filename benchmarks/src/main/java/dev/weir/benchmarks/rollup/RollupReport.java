package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** What the benchmark prints. */
final class RollupReport {

    /** A ratio that somebody may ask for. */
    private record Ratio(WaySpec way, WaySpec other) {}

    private static final List<Ratio> RATIOS = List.of(
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.R0),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.R0_AGGREGATE),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.FLINK_SQL_TUNED),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.FLINK_SQL_DEDUP),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.FLINK_KEYED_DEDUP),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.KAFKA_STREAMS),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.HAZELCAST_JET),
            new Ratio(WaySpec.WEIR_ROLLUP, WaySpec.WEIR_SQL),
            new Ratio(WaySpec.WEIR_SQL, WaySpec.FLINK_SQL_TUNED),
            new Ratio(WaySpec.WEIR_SQL, WaySpec.FLINK_SQL));

    private final List<Contestant> contestants;
    private final RollupSettings settings;
    private final Runs runs;

    /** @param settings what those who read them have in common */
    RollupReport(List<Contestant> contestants, RollupSettings settings, Runs runs) {
        this.contestants = List.copyOf(contestants);
        this.settings = settings;
        this.runs = runs;
    }

    /** What is said as soon as a run is over. */
    static String line(Run run) {
        return run.counts()
                ? String.format(
                        Locale.ROOT,
                        "%d %-16s steady %s/s, %s CPU; whole job %.1f s, %s CPU",
                        run.round(),
                        run.way(),
                        millions(run.steady().rate()),
                        nanos(run.steady().cpuOfRecord()),
                        run.whole().nanos() / 1e9,
                        nanos(run.whole().cpuOfRecord()))
                : String.format(Locale.ROOT, "%d %-16s WRONG: %s", run.round(), run.way(), run.problems());
    }

    /** Different ways over one log. */
    List<String> rollupLines() {
        TextTable ratios = ratios();
        for (Ratio ratio : RATIOS) {
            addRatio(
                    ratio.way().id() + " / " + ratio.other().id(),
                    ratio.way().id(),
                    ratio.other().id(),
                    ratios);
        }
        return lines("way", ratios);
    }

    /** The first with one thing changed. */
    List<String> matrixLines() {
        TextTable ratios = ratios();
        Contestant first = contestants.get(0);
        contestants.stream()
                .skip(1)
                .forEach(contestant ->
                        addRatio(contestant.title() + " / " + first.title(), contestant.id(), first.id(), ratios));
        return lines("settings", ratios);
    }

    private List<String> lines(String title, TextTable ratios) {
        List<String> lines = new ArrayList<>(settingsLines());
        lines.add("");
        TextTable table = new TextTable(
                title,
                "runs",
                "steady, events/s",
                "whole job, events/s",
                "CPU an event",
                "with broker's",
                "whole job's CPU",
                "with broker's");
        contestants.forEach(contestant -> add(contestant, table));
        lines.addAll(table.lines());
        lines.add("");
        lines.addAll(ratios.lines());
        runs.all().stream().filter(run -> !run.counts()).forEach(run -> lines.add(line(run)));
        return lines;
    }

    private List<String> settingsLines() {
        TelemetrySettings log = settings.log();
        return List.of(
                String.format(
                                Locale.ROOT,
                                "rollup: %,d records (slow ways: %,d), %,d sensors, %d partitions, %d windows of 10 min, %.1f %% repeated,"
                                        + " %.1f %% late, zipf %.2f, compression %s, seed %d",
                                log.records(),
                                Math.min(settings.slowRecords(), log.records()),
                                log.sensors(),
                                log.partitions(),
                                log.windows(),
                                log.repeated() * 100,
                                log.late() * 100,
                                log.zipf(),
                                log.compression(),
                                log.seed())
                        + (log.burst() > 1 ? ", " + log.burst() + " readings in a record: they are the events" : ""),
                String.format(
                        Locale.ROOT,
                        "parallelism %d, commits every %s s, %s, heap %s, %d processors, Java %s, %d rounds, interleaved%s",
                        settings.parallelism(),
                        plain(settings.commit().toMillis() / 1e3),
                        (settings.rules() ? "one rule" : "no rules") + (settings.identity() ? "" : ", no identity"),
                        settings.heap(),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        runs.all().stream().mapToInt(Run::round).max().orElse(0),
                        settings.profile() ? ", with JFR" : ""));
    }

    private void add(Contestant contestant, TextTable table) {
        List<Run> all = runs.of(contestant.id());
        long right = all.stream().filter(Run::counts).count();
        String count = right == all.size() ? Long.toString(right) : right + ", " + (all.size() - right) + " WRONG";
        table.add(
                contestant.title(),
                count,
                cell(runs.spread(contestant.id(), run -> run.steady().rate()), RollupReport::millions),
                cell(runs.spread(contestant.id(), run -> run.whole().rate()), RollupReport::millions),
                cell(runs.spread(contestant.id(), run -> run.steady().cpuOfRecord()), RollupReport::nanos),
                cell(runs.spread(contestant.id(), run -> run.steady().cpuOfRecordWithBroker()), RollupReport::nanos),
                cell(runs.spread(contestant.id(), run -> run.whole().cpuOfRecord()), RollupReport::nanos),
                cell(runs.spread(contestant.id(), run -> run.whole().cpuOfRecordWithBroker()), RollupReport::nanos));
    }

    private static TextTable ratios() {
        return new TextTable("ratio in a round", "steady rate", "whole job's rate", "CPU an event", "with broker's");
    }

    private void addRatio(String title, String way, String other, TextTable table) {
        if (runs.ratio(way, other, run -> run.steady().rate()).isPresent()) {
            table.add(
                    title,
                    cell(runs.ratio(way, other, run -> run.steady().rate()), RollupReport::plain),
                    cell(runs.ratio(way, other, run -> run.whole().rate()), RollupReport::plain),
                    cell(runs.ratio(way, other, run -> run.steady().cpuOfRecord()), RollupReport::plain),
                    cell(runs.ratio(way, other, run -> run.steady().cpuOfRecordWithBroker()), RollupReport::plain));
        }
    }

    private static String cell(Optional<Spread> figures, DoubleFunction<String> format) {
        return figures.map(spread -> spread.least() == spread.most()
                        ? format.apply(spread.median())
                        : format.apply(spread.median()) + " [" + format.apply(spread.least()) + "–"
                                + format.apply(spread.most()) + "]")
                .orElse("–");
    }

    private static String millions(double rate) {
        return String.format(Locale.ROOT, rate < 1e5 ? "%.3f M" : "%.2f M", rate / 1e6);
    }

    private static String nanos(double nanos) {
        return nanos < 1000
                ? String.format(Locale.ROOT, "%.0f ns", nanos)
                : String.format(Locale.ROOT, "%.2f µs", nanos / 1e3);
    }

    private static String plain(double figure) {
        return String.format(Locale.ROOT, figure < 10 ? "%.2f" : "%.1f", figure);
    }
}
