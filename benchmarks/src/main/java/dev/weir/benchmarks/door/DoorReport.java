package dev.weir.benchmarks.door;

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
final class DoorReport {

    private final DoorSettings settings;
    private final Runs runs;

    DoorReport(DoorSettings settings, Runs runs) {
        this.settings = settings;
        this.runs = runs;
    }

    /** What is said as soon as a run is over. */
    static String line(Run run) {
        return run.counts()
                ? String.format(
                        Locale.ROOT,
                        "%d %-10s %,.0f events/s, %.2f µs of CPU an event",
                        run.round(),
                        run.way(),
                        run.steady().rate(),
                        run.steady().cpuOfRecord() / 1e3)
                : String.format(Locale.ROOT, "%d %-10s WRONG: %s", run.round(), run.way(), run.problems());
    }

    /** How many events one processor would do that does nothing else. */
    private static double perCore(Run run) {
        return 1e9 / run.steady().cpuOfRecord();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "door: %,d events a run (single ones: a tenth), half of them to warm up, %,d sensors, %d partitions, %d connections"
                        + " (over MQTT with %d messages in flight), %d processors, Java %s, %d rounds, interleaved",
                settings.events(),
                settings.sensors(),
                settings.partitions(),
                settings.connections(),
                settings.inFlight(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                settings.rounds()));
        lines.add("CPU is that of the gateway's process, or of the producer's; load and broker share the processors");
        lines.add("");
        TextTable table = new TextTable(
                "way", "runs", "events/s", "events/s a core", "CPU an event, µs", "broker's, µs", "a core / producer");
        for (DoorWay way : settings.ways()) {
            List<Run> all = runs.of(way.id());
            long right = all.stream().filter(Run::counts).count();
            table.add(
                    way.title(),
                    right == all.size() ? Long.toString(right) : right + ", " + (all.size() - right) + " WRONG",
                    cell(way, run -> run.steady().rate(), "%,.0f"),
                    cell(way, DoorReport::perCore, "%,.0f"),
                    cell(way, run -> run.steady().cpuOfRecord() / 1e3, "%.2f"),
                    cell(way, run -> run.steady().brokerNanos() / run.steady().records() / 1e3, "%.2f"),
                    cell(runs.ratio(way.id(), DoorWay.PRODUCER.id(), DoorReport::perCore), "%.2f"));
        }
        lines.addAll(table.lines());
        runs.all().stream().filter(run -> !run.counts()).forEach(run -> lines.add(line(run)));
        return lines;
    }

    private String cell(DoorWay way, ToDoubleFunction<Run> figure, String format) {
        return cell(runs.spread(way.id(), figure), format);
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
