package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.product.WeirStack;
import dev.weir.benchmarks.telemetry.TelemetryLog;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Fills a stream once, and takes it into new tables, round after round; after each the bare writer writes as many rows. */
final class LakeBenchmark {

    /** The first delivery waits for the pipeline that fills the stream, and isn't counted. */
    private static final int WARM_UP = 0;

    private final LakeSettings settings;
    private final WeirStack stack;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param folder of the project and of what runs leave behind
     * @param progress hears a line now and then
     */
    LakeBenchmark(LakeSettings settings, WeirStack stack, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.stack = stack;
        this.folder = folder;
        this.progress = progress;
    }

    Runs run() throws Exception {
        ReadingsProject project = ReadingsProject.write(folder.resolve("project"), settings);
        TableSums expected = TableSums.expected(settings.log());
        stack.weir().run("run", project.delivering(table(WARM_UP)).toString());
        progress.accept("The log is written …");
        int schema = new HttpSchemaRegistry(RegistryConfig.of(URI.create(stack.registry())))
                .versions(ReadingsProject.LOG + "-value")
                .get(0)
                .id();
        TelemetryLog.write(settings.log(), stack.kafka(), ReadingsProject.LOG, schema);
        Delivering delivering = new Delivering(stack, project, expected);
        Delivering.Delivered warm = delivering.await(table(WARM_UP), WARM_UP);
        progress.accept("The stream is there. " + LakeReport.line(warm.run()));
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Delivering.Delivered delivered = delivering.run(table(round), round);
            progress.accept(LakeReport.line(delivered.run()));
            runs.add(delivered.run());
            Run bare = new BareParquet(settings, stack, expected)
                    .run(folder.resolve("parquet-" + round), delivered.metadata(), round);
            progress.accept(LakeReport.line(bare));
            runs.add(bare);
        }
        return new Runs(runs);
    }

    private static String table(int round) {
        return "readings_" + round;
    }
}
