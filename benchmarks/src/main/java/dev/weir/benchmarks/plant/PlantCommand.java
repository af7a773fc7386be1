package dev.weir.benchmarks.plant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run plant}. Exits with 1 if a run was wrong, or no rate was held. */
@Command(
        name = "plant",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "The highest rate of a plant's readings that the whole product holds, exactly once, with all deliveries on.")
public final class PlantCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--sensors",
            split = ",",
            defaultValue = "1000,100000,1000000",
            description = "Of one plant after the other.")
    private List<Integer> sensors = List.of();

    @Option(names = "--minutes", defaultValue = "10", description = "For how long the highest rate must be held.")
    private long minutes;

    @Option(names = "--step", defaultValue = "90", description = "For how many seconds a rate is tried to find it.")
    private long step;

    @Option(names = "--from-rate", defaultValue = "3000", description = "Readings a second, the first that is tried.")
    private long fromRate;

    @Option(
            names = "--max-rate",
            defaultValue = "1000000",
            description = "No higher one is tried; if it is the first, it is held without a search.")
    private long maxRate;

    @Option(names = "--burst", defaultValue = "1", description = "How many readings of a sensor are in a message.")
    private int burst;

    @Option(names = "--connections", defaultValue = "3000", description = "Of MQTT; no more than there are sensors.")
    private int connections;

    @Option(names = "--port-offset", defaultValue = "25000", description = "Of the servers that are started.")
    private int portOffset;

    @Option(
            names = "--worker-heap",
            defaultValue = "640",
            description = "MB for the objects of Flink's worker, as weir up takes it; for a million sensors, 2560.")
    private int workerHeap;

    private final Path home;
    private final Path checkout;
    private final Consumer<String> progress;
    private final Consumer<String> data;

    /**
     * @param home of the servers' data, and of what runs leave behind
     * @param checkout where {@code ./weir} is
     * @param progress hears a line now and then
     * @param data gets the table
     */
    public PlantCommand(Path home, Path checkout, Consumer<String> progress, Consumer<String> data) {
        this.home = home.resolve("plant");
        this.checkout = checkout;
        this.progress = progress;
        this.data = data;
    }

    @Override
    public Integer call() throws Exception {
        PlantSettings settings;
        try {
            settings = new PlantSettings(
                    sensors,
                    Duration.ofMinutes(minutes),
                    Duration.ofSeconds(step),
                    fromRate,
                    maxRate,
                    burst,
                    connections,
                    portOffset,
                    workerHeap);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        progress.accept("Servers start in " + home + " …");
        List<PlantFigures> figures = new PlantBenchmark(settings, checkout, home, progress).run();
        new PlantReport(settings, figures).lines().forEach(data);
        return figures.stream().allMatch(each -> each.run().isHeld()) ? 0 : 1;
    }
}
