package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the benchmark prints. */
final class LakeReport {

    private final LakeSettings settings;
    private final Runs runs;

    LakeReport(LakeSettings settings, Runs runs) {
        this.settings = settings;
        this.runs = runs;
    }

    /** What is said as soon as a run is over. */
    static String line(Run run) {
        return run.counts()
                ? String.format(
                        Locale.ROOT,
                        "%d %-8s steady %,.0f rows/s, %.2f µs of CPU a row; all in %.1f s",
                        run.round(),
                        run.way(),
                        run.steady().rate(),
                        run.steady().cpuOfRecord() / 1e3,
                        run.whole().nanos() / 1e9)
                : String.format(Locale.ROOT, "%d %-8s WRONG: %s", run.round(), run.way(), run.problems());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "lake: %,d rows a run, %,d sensors, %d partitions, one task, commits every %d s, %d processors, Java %s, %d rounds,"
                        + " interleaved",
                settings.log().size(),
                settings.sensors(),
                settings.partitions(),
                settings.commit().toSeconds(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                settings.rounds()));
        lines.add("CPU is that of Flink's worker, or of the writer's process; all servers share the processors");
        lines.add("");
        TextTable table = new TextTable(
                "way", "runs", "steady, rows/s", "CPU a row, µs", "with broker's", "all rows, s", "all rows, rows/s");
        for (LakeWay way : LakeWay.values()) {
            List<Run> all = runs.of(way.id());
            long right = all.stream().filter(Run::counts).count();
            table.add(
                    way.title(),
                    right == all.size() ? Long.toString(right) : right + ", " + (all.size() - right) + " WRONG",
                    cell(way, run -> run.steady().rate(), "%,.0f"),
                    cell(way, run -> run.steady().cpuOfRecord() / 1e3, "%.2f"),
                    cell(way, run -> run.steady().cpuOfRecordWithBroker() / 1e3, "%.2f"),
                    cell(way, run -> run.whole().nanos() / 1e9, "%.1f"),
                    cell(way, run -> run.whole().rate(), "%,.0f"));
        }
        lines.addAll(table.lines());
        lines.add("");
        TextTable ratios = new TextTable("ratio in a round", "steady rate", "CPU a row");
        ratios.add(
                "weir / parquet",
                ratio(run -> run.steady().rate()),
                ratio(run -> run.steady().cpuOfRecord()));
        lines.addAll(ratios.lines());
        runs.all().stream().filter(run -> !run.counts()).forEach(run -> lines.add(line(run)));
        return lines;
    }

    private String cell(LakeWay way, ToDoubleFunction<Run> figure, String format) {
        return cell(runs.spread(way.id(), figure), format);
    }

    private String ratio(ToDoubleFunction<Run> figure) {
        return cell(runs.ratio(LakeWay.WEIR.id(), LakeWay.PARQUET.id(), figure), "%.2f");
    }

    private static String cell(Optional<Spread> figures, String format) {
        return figures.map(spread -> String.format(Locale.ROOT, format, spread.median())
                        + (spread.least() == spread.most()
                                ? ""
                                : " [" + String.format(Locale.ROOT, format, spread.least()) + "–"
                                        + String.format(Locale.ROOT, format, spread.most()) + "]"))
                .orElse("–");
    }
}
