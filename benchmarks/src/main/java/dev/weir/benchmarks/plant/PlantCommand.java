package dev.weir.benchmarks.plant;

import dev.weir.benchmarks.measure.Workplace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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

    private final Workplace place;

    public PlantCommand(Workplace place) {
        this.place = place.in("plant");
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
        place.progress().accept("Servers start in " + place.home() + " …");
        List<PlantFigures> figures =
                new PlantBenchmark(settings, place.checkout(), place.home(), place.progress()).run();
        new PlantReport(settings, figures).lines().forEach(place.data());
        return figures.stream().allMatch(each -> each.run().isHeld()) ? 0 : 1;
    }
}
