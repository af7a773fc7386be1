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

/** Runs all contestants in turn, round after round. */
final class RollupBenchmark {

    private final List<Contestant> contestants;
    private final Servers servers;
    private final Path folder;
    private final Consumer<String> progress;
    private final Map<TelemetrySettings, Oracle> oracles = new HashMap<>();

    /**
     * @param folder of what runs leave behind
     * @param progress hears a line now and then
     */
    RollupBenchmark(List<Contestant> contestants, Servers servers, Path folder, Consumer<String> progress) {
        this.contestants = List.copyOf(contestants);
        this.servers = servers;
        this.folder = folder;
        this.progress = progress;
    }

    Runs run(int rounds) throws Exception {
        String session = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);
        try (Topics topics = new Topics(servers.kafka())) {
            LogLoader loader = new LogLoader(servers, topics);
            for (Contestant contestant : contestants) {
                long begin = System.nanoTime();
                if (loader.load(folder.resolve("log-" + contestant.topic()), contestant)) {
                    progress.accept("wrote %,d readings in %.1f s"
                            .formatted(contestant.log().size(), (System.nanoTime() - begin) / 1e9));
                }
                oracles.computeIfAbsent(contestant.log(), Oracle::new);
            }
            int schema = loader.outputSchema();
            List<Run> runs = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    String name = contestant.id() + "-" + session + "-" + round;
                    Job job = prepare(topics, contestant, name, schema);
                    Oracle oracle = oracles.get(contestant.log());
                    Run run = new Measuring(servers, topics, contestant, job, oracle)
                            .run(round, Libraries.of(contestant.way(), servers));
                    runs.add(run);
                    progress.accept(RollupReport.line(run));
                    topics.deleteOf(job);
                }
            }
            return new Runs(runs);
        }
    }

    private Job prepare(Topics topics, Contestant contestant, String name, int schema) throws Exception {
        String output = name.replace('-', '_');
        Path runFolder = Files.createDirectories(folder.resolve(name));
        Path project = runFolder.resolve("project");
        if (contestant.way().kind() == WaySpec.Kind.WEIR) {
            ProjectFolder.pipeline(project, contestant, name, output);
        } else {
            topics.create(output, contestant.log().partitions());
        }
        return new Job(
                contestant.way().id(),
                name,
                servers.kafka(),
                servers.registry(),
                contestant.topic(),
                contestant.log().size(),
                contestant.log().partitions(),
                output,
                schema,
                servers.broker().pid(),
                runFolder.toString(),
                contestant.settings().parallelism(),
                contestant.settings().commit().toMillis(),
                project.toString(),
                contestant.log().burst());
    }
}
