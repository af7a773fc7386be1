package dev.weir.pipeline;

import dev.weir.contract.NearestName;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.ProjectConfig;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a pipeline runs on.
 *
 * @param environment the name that {@code weir.yaml} gives them
 * @param kafka bootstrap servers
 * @param registry base address of the Confluent-compatible API
 * @param flink REST address
 * @param checkpoints URI of the folder for checkpoints and savepoints
 */
public record Target(String environment, String kafka, URI registry, URI flink, URI checkpoints) {

    /**
     * The servers of one of a project's environments.
     *
     * @param local the local stack, which stands for what the environment leaves open
     * @throws NotFoundException if the project has no such environment
     */
    public static Target of(ProjectConfig project, String environment, Target local) throws NotFoundException {
        EnvironmentConfig config = Optional.ofNullable(project.environments().get(environment))
                .orElseThrow(() -> new NotFoundException("The project has no environment '" + environment + "'."
                        + NearestName.hint(environment, project.environments().keySet())));
        return new Target(
                environment,
                config.kafka() == null ? local.kafka : config.kafka(),
                orElse(config.registry(), local.registry),
                orElse(config.flink(), local.flink),
                orElse(config.checkpoints(), local.checkpoints));
    }

    /** The servers that a job was submitted to. */
    public static Target of(JobRecord job) {
        return new Target(
                job.environment(),
                job.kafka(),
                URI.create(job.registry()),
                URI.create(job.flink()),
                URI.create(job.checkpoints()));
    }

    private static URI orElse(@Nullable String address, URI otherwise) {
        return address == null ? otherwise : URI.create(address);
    }
}
