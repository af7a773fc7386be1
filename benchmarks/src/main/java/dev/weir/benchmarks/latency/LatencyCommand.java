package dev.weir.benchmarks.latency;

import dev.weir.benchmarks.measure.Workplace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run latency}. Exits with 1 if a run was wrong. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "How long an alert takes from its payment's producer to a consumer, at a fixed rate of payments.")
public final class LatencyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", defaultValue = "2000", description = "Payments a second.")
    private int rate;

    @Option(names = "--cards", defaultValue = "1000", description = "How many cards pay.")
    private int cards;

    @Option(names = "--partitions", defaultValue = "4")
    private int partitions;

    @Option(names = "--parallelism", defaultValue = "1")
    private int parallelism;

    @Option(names = "--commit-ms", defaultValue = "1000", description = "Time between commits.")
    private long commitMillis;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before payments count.")
    private long warmUp;

    @Option(names = "--seconds", defaultValue = "20", description = "For how long they count then.")
    private long seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each way runs.")
    private int rounds;

    @Option(
            names = "--ways",
            split = ",",
            defaultValue = "echo,weir-low,weir-low-disk,weir-commit",
            description = "Which ways.")
    private List<String> ways = List.of();

    @Option(names = "--port-offset", defaultValue = "27000", description = "Of the servers that are started.")
    private int portOffset;

    private final Workplace place;

    public LatencyCommand(Workplace place) {
        this.place = place.in("latency");
    }

    @Override
    public Integer call() throws Exception {
        LatencySettings settings = new LatencySettings(
                rate,
                cards,
                partitions,
                parallelism,
                Duration.ofMillis(commitMillis),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                rounds,
                ways.stream().map(this::way).toList());
        place.progress().accept("Kafka, the registry and Flink start in " + place.home() + " …");
        try (FlinkServers servers = FlinkServers.start(place.home(), portOffset)) {
            List<LatencyRun> runs = new LatencyBenchmark(
                            settings, servers.target(), place.home().resolve("projects"), place.progress())
                    .run();
            new LatencyReport(settings, runs).lines().forEach(place.data());
            return runs.stream().allMatch(LatencyRun::counts) ? 0 : 1;
        }
    }

    private LatencyWay way(String id) {
        return LatencyWay.find(id)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no way '" + id + "'. Known are echo, weir-low, weir-low-disk, weir-commit."));
    }
}
