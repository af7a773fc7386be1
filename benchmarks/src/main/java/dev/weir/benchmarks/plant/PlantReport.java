package dev.weir.benchmarks.plant;

import dev.weir.benchmarks.measure.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the benchmark prints. */
final class PlantReport {

    private static final double KIB = 1024;

    private final PlantSettings settings;
    private final List<PlantFigures> figures;

    PlantReport(PlantSettings settings, List<PlantFigures> figures) {
        this.settings = settings;
        this.figures = figures;
    }

    /** What is said as soon as a rate was tried. */
    static String line(PlantRun run) {
        String what = run.isHeld() ? "held" : run.isRight() ? "not held" : "WRONG: " + run.problems();
        return String.format(
                Locale.ROOT,
                "%,d sensors, %,d readings/s: %,.0f/s acknowledged, the sender %.1f s behind, features %.1f s, tables %.1f s: %s",
                run.sensors(),
                run.rate(),
                run.sent(),
                run.sender(),
                run.behind().pipeline(),
                run.behind().deliveries(),
                what);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "plant: predictive maintenance over MQTT, QoS 1, %d readings a message at most, %,d connections at most, exactly once into Kafka,"
                        + " the lake and PostgreSQL; held for %d s; %d processors with load and all servers on them, a worker's heap of %,d MB, Java %s",
                settings.burst(),
                settings.connections(),
                settings.held().toSeconds(),
                Runtime.getRuntime().availableProcessors(),
                settings.workerHeap(),
                Runtime.version().feature()));
        lines.add("");
        TextTable table = new TextTable(
                "sensors",
                "readings/s",
                "held",
                "features behind, s",
                "tables behind, s",
                "checkpoint, ms (longest)",
                "state, KiB",
                "B a sensor",
                "kill -9 to next window, s",
                "windows compared");
        for (PlantFigures each : figures) {
            PlantRun run = each.run();
            table.add(
                    String.format(Locale.ROOT, "%,d", run.sensors()),
                    String.format(Locale.ROOT, "%,.0f", run.sent()),
                    run.isHeld() ? "yes" : run.isRight() ? "no" : "WRONG",
                    String.format(Locale.ROOT, "%.1f", run.behind().pipeline()),
                    String.format(Locale.ROOT, "%.1f", run.behind().deliveries()),
                    String.format(
                            Locale.ROOT, "%,.0f (%,.0f)", each.checkpointMillis(), each.longestCheckpointMillis()),
                    String.format(Locale.ROOT, "%,.0f", each.stateBytes() / KIB),
                    String.format(Locale.ROOT, "%,.0f", each.stateBytesOfSensor()),
                    String.format(Locale.ROOT, "%.1f", each.recoverySeconds()),
                    String.format(Locale.ROOT, "%,d", each.windows()));
        }
        lines.addAll(table.lines());
        figures.stream().filter(each -> !each.run().isHeld()).forEach(each -> lines.add(line(each.run())));
        return lines;
    }
}
