package dev.weir.cli;

import dev.weir.cli.demo.Counts;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.pipeline.NotFoundException;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.Recovered;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.observe.PipelineObserver;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Pipelines on the local stack. */
final class Jobs {

    private Jobs() {}

    /** For what submits no job. */
    static Pipelines pipelines(Home home) {
        S3Files.use(home);
        return new Pipelines(journal(home));
    }

    /** @param console hears of what is fetched for a pipeline's deliveries */
    static Pipelines pipelines(Home home, Console console) {
        S3Files.use(home);
        return new Pipelines(
                journal(home),
                new WeirStreamTables(),
                (target, deliveries) -> new LakeLoader(home, console).open(target, deliveries));
    }

    static SchemaRegistry registry(LocalStack stack) {
        return new HttpSchemaRegistry(RegistryConfig.of(stack.registry()));
    }

    /** The servers of the local stack as a pipeline sees them. */
    static Target localTarget(LocalStack stack) {
        return new Target(
                EnvironmentConfig.LOCAL,
                stack.kafka(),
                stack.registry(),
                stack.flinkRest(),
                stack.checkpoints().toUri());
    }

    /**
     * The servers of one of a project's environments.
     *
     * @throws CommandFailure if they are those of the local stack and it doesn't run
     */
    static Target target(Home home, PipelineProject project, String environment) throws NotFoundException, IOException {
        LocalStack stack = environment.equals(EnvironmentConfig.LOCAL)
                ? LocalServers.running(home, ServerName.KAFKA, ServerName.REGISTRY, ServerName.JOB_MANAGER)
                : LocalServers.asStarted(home);
        return Target.of(project.config(), environment, localTarget(stack));
    }

    /** @throws CommandFailure if there is no such folder */
    static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no folder " + folder.toAbsolutePath() + ".");
        }
        return folder;
    }

    /** Submits again what should run and is gone. Returns which pipelines don't run in spite of it, and why. */
    static Map<String, String> recover(Home home, Console console) throws IOException {
        Map<String, String> failures = new TreeMap<>();
        for (Recovered recovered : pipelines(home, console).recover(new JobProgress(console))) {
            if (recovered instanceof Recovered.Failed failed) {
                console.progress("  " + failed.pipeline() + " doesn't run: " + failed.why());
                failures.put(failed.pipeline(), failed.why());
            }
        }
        return failures;
    }

    /** What became of the events that a pipeline read since its state began, by stream; empty if it doesn't run. */
    static Map<String, Counts> counts(Home home, JobRecord job) throws ServerUnavailableException {
        Map<String, Counts> counts = new TreeMap<>();
        PipelineObserver.fates(pipelines(home), job)
                .forEach((stream, fates) -> counts.put(
                        stream,
                        new Counts(fates.read(), fates.onTime(), fates.late(), fates.repeated(), fates.dead())));
        return counts;
    }

    /** Stops the jobs that run on the local stack until it is up again; what can't be stopped is said and left. */
    static void suspendAll(Home home, LocalStack stack, Console console) throws IOException {
        pipelines(home)
                .suspendAll(stack.flinkRest(), new JobProgress(console))
                .forEach((pipeline, why) -> console.progress(
                        "  " + pipeline + " goes on from its newest checkpoint at the next start: " + why));
    }

    static Path journal(Home home) {
        return home.data().resolve("jobs");
    }
}
