package dev.weir.benchmarks.latency;

import dev.weir.benchmarks.measure.Spread;
import dev.weir.benchmarks.measure.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table: medians of the rounds, and their range. */
final class LatencyReport {

    private final LatencySettings settings;
    private final List<LatencyRun> runs;

    LatencyReport(LatencySettings settings, List<LatencyRun> runs) {
        this.settings = settings;
        this.runs = List.copyOf(runs);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%,d payments/s of %,d cards over %d partitions, parallelism %d, commits every %d ms; %d rounds of %d s after %d s"
                        .formatted(
                                settings.rate(),
                                settings.cards(),
                                settings.partitions(),
                                settings.parallelism(),
                                settings.commit().toMillis(),
                                settings.rounds(),
                                settings.measured().toSeconds(),
                                settings.warmUp().toSeconds()));
        TextTable table = new TextTable("way", "p50 ms", "p99 ms", "p99.9 ms", "longest ms", "p99 against echo");
        for (LatencyWay way : settings.ways()) {
            table.add(way.id(), cell(way, 0.5), cell(way, 0.99), cell(way, 0.999), cell(way, 1), ratio(way));
        }
        lines.addAll(table.lines());
        runs.stream()
                .filter(run -> !run.counts())
                .forEach(run -> lines.add("WRONG: " + run.way().id() + " in round " + run.round() + ": "
                        + String.join("; ", run.problems())));
        return lines;
    }

    private String cell(LatencyWay way, double share) {
        return text(Spread.of(runs.stream()
                .filter(run -> run.way() == way && run.counts())
                .map(run -> run.millis(share))
                .toList()));
    }

    private String ratio(LatencyWay way) {
        List<Double> ratios = new ArrayList<>();
        for (LatencyRun run : runs) {
            runs.stream()
                    .filter(other -> other.way() == LatencyWay.ECHO && other.round() == run.round())
                    .filter(other -> run.way() == way && run.counts() && other.counts())
                    .forEach(other -> ratios.add(run.millis(0.99) / other.millis(0.99)));
        }
        return text(Spread.of(ratios));
    }

    private static String text(Optional<Spread> spread) {
        return spread.map(each ->
                        String.format(Locale.ROOT, "%.1f [%.1f–%.1f]", each.median(), each.least(), each.most()))
                .orElse("–");
    }
}
