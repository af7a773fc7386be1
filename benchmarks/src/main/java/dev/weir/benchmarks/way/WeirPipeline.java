package dev.weir.benchmarks.way;

import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.Progress;
import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import java.net.URI;
import java.nio.file.Path;

/** A project folder of Weir, checked, planned and submitted as {@code weir run} does it. */
final class WeirPipeline implements Way {

    @Override
    public void run(Job job) throws Exception {
        URI flink = LocalFlink.start(job).address();
        Path folder = Path.of(job.folder());
        Target target = new Target(
                EnvironmentConfig.LOCAL,
                job.kafka(),
                URI.create(job.registry()),
                flink,
                folder.resolve("checkpoints").toUri());
        new Pipelines(folder.resolve("jobs")).run(Path.of(job.project()), target, RunOptions.DEFAULT, Progress.SILENT);
    }
}
