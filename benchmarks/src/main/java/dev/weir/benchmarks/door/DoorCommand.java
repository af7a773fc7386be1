package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Workplace;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run door}. Exits with 1 if a run was wrong. */
@Command(
        name = "door",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Events into the gateway over HTTP and MQTT, single and batched, beside a bare Kafka producer.")
public final class DoorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--events", defaultValue = "1000000", description = "Of a run; single ones are a tenth.")
    private int events;

    @Option(names = "--sensors", defaultValue = "10000", description = "How many send them.")
    private int sensors;

    @Option(names = "--partitions", defaultValue = "4")
    private int partitions;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "To the gateway; over HTTP, each has one request at a time.")
    private int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "64",
            description =
                    "Messages of each connection over MQTT that aren't acknowledged, at most; many devices have 1.")
    private int inFlight;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each way runs.")
    private int rounds;

    @Option(
            names = "--ways",
            split = ",",
            defaultValue = "producer,door-1,door-100,door-1000,mqtt-1,mqtt-100",
            description = "Which ways.")
    private List<String> ways = List.of();

    @Option(names = "--port-offset", defaultValue = "29000", description = "Of the servers that are started.")
    private int portOffset;

    private final Workplace place;

    public DoorCommand(Workplace place) {
        this.place = place.in("door");
    }

    @Override
    public Integer call() throws Exception {
        DoorSettings settings;
        try {
            settings = new DoorSettings(
                    events,
                    sensors,
                    partitions,
                    connections,
                    inFlight,
                    rounds,
                    ways.stream().map(DoorCommand::way).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        place.progress().accept("Kafka, the registry and the gateway start in " + place.home() + " …");
        try (DoorServers servers = DoorServers.start(place.home(), portOffset, place.gateway())) {
            Runs runs = new DoorBenchmark(servers, settings, place.home().resolve("runs"), place.progress()).run();
            new DoorReport(settings, runs).lines().forEach(place.data());
            return runs.all().stream().allMatch(Run::counts) ? 0 : 1;
        }
    }

    private static DoorWay way(String id) {
        return DoorWay.ALL.stream()
                .filter(way -> way.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no way '" + id + "'. Known are "
                        + DoorWay.ALL.stream().map(DoorWay::id).collect(Collectors.joining(", ")) + "."));
    }
}
