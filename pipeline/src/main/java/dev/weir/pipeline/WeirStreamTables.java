package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.StreamsConfig;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a project's contracts, on Kafka. */
public final class WeirStreamTables implements StreamTables {

    private static final URI NOWHERE = URI.create("http://localhost:1");
    private static final Target NO_TARGET = new Target("none", "localhost:1", NOWHERE, NOWHERE, NOWHERE);

    @Override
    public ProjectStreams open(PipelineProject project, @Nullable Target target, Fork fork, List<Problem> problems) {
        return new ContractStreams(
                project.streams(),
                contracts(project, problems),
                config(project, target == null ? NO_TARGET : target, fork),
                fork);
    }

    private static List<ContractSource> contracts(PipelineProject project, List<Problem> problems) {
        try {
            return ContractFolder.load(project.streams());
        } catch (ContractException e) {
            problems.addAll(e.problems());
            return List.of();
        }
    }

    private static StreamsConfig config(PipelineProject project, Target target, Fork fork) {
        String applicationId = applicationId(project.config().name(), target.environment());
        return new StreamsConfig(
                        target.kafka(), RegistryConfig.of(target.registry()), applicationId, fork.name(applicationId))
                .with(project.config().latency());
    }

    /**
     * Names a pipeline in an environment for Kafka: its consumer group, whose offsets are how far its results are committed,
     * and the beginning of its transactions.
     */
    public static String applicationId(String pipeline, String environment) {
        return pipeline + "-" + environment.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
