package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.telemetry.Oracle;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.benchmarks.way.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs all ways in turn, round after round, over the same log. */
final class RollupBenchmark {

    /** Shaded, and with old libraries in it that aren't renamed: last on the class path of the ways that need it. */
    private static final String STOCK_FORMAT = "org.apache.flink:flink-sql-avro-confluent-registry:";

    private static final String STOCK_FORMAT_VERSION = "2.2.0";

    private final RollupSettings settings;
    private final Servers servers;
    private final Path folder;
    private final Consumer<String> progress;
    private final Map<TelemetrySettings, Oracle> oracles = new HashMap<>();

    /**
     * @param folder of what runs leave behind
     * @param progress hears a line now and then
     */
    RollupBenchmark(RollupSettings settings, Servers servers, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.servers = servers;
        this.folder = folder;
        this.progress = progress;
    }

    Runs run() throws Exception {
        List<Path> stockFormat = servers.fetch("stock-format", STOCK_FORMAT + STOCK_FORMAT_VERSION);
        String session = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);
        try (Topics topics = new Topics(servers.kafka())) {
            LogLoader loader = new LogLoader(servers, topics);
            for (WaySpec way : settings.ways()) {
                long begin = System.nanoTime();
                if (loader.load(folder.resolve("log-" + settings.topicOf(way)), settings, way)) {
                    progress.accept("wrote %,d readings in %.1f s"
                            .formatted(settings.logOf(way).size(), (System.nanoTime() - begin) / 1e9));
                }
                oracles.computeIfAbsent(settings.logOf(way), Oracle::new);
            }
            int schema = loader.outputSchema();
            List<Run> runs = new ArrayList<>();
            for (int round = 1; round <= settings.rounds(); round++) {
                for (WaySpec way : settings.ways()) {
                    String name = way.id() + "-" + session + "-" + round;
                    Job job = prepare(topics, way, name, schema);
                    Oracle oracle = oracles.get(settings.logOf(way));
                    boolean stock = way.kind() == WaySpec.Kind.FLINK;
                    Run run = new Measuring(settings, servers, topics, way, job, oracle)
                            .run(round, stock ? stockFormat : List.of());
                    runs.add(run);
                    progress.accept(RollupReport.line(run));
                    topics.deleteOf(job);
                }
            }
            return new Runs(runs);
        }
    }

    private Job prepare(Topics topics, WaySpec way, String name, int schema) throws Exception {
        String output = name.replace('-', '_');
        Path runFolder = Files.createDirectories(folder.resolve(name));
        Path project = runFolder.resolve("project");
        if (way.kind() == WaySpec.Kind.WEIR) {
            ProjectFolder.pipeline(project, settings, way, name, output);
        } else {
            topics.create(output, settings.log().partitions());
        }
        return new Job(
                way.id(),
                name,
                servers.kafka(),
                servers.registry(),
                settings.topicOf(way),
                settings.logOf(way).size(),
                settings.log().partitions(),
                output,
                schema,
                servers.brokerPid(),
                runFolder.toString(),
                settings.parallelism(),
                settings.commit().toMillis(),
                project.toString());
    }
}
