package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.InMemoryStreamStore;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.catalog.StreamStore;
import java.net.URI;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.jspecify.annotations.Nullable;

/** The streams of a project's contracts, on Kafka. */
public final class WeirStreamTables implements StreamTables {

    private static final URI NOWHERE = URI.create("http://localhost:1");
    private static final Target NO_TARGET = new Target("none", "localhost:1", NOWHERE, NOWHERE, NOWHERE);

    @Override
    public TableSession.Factory forPlanning(PipelineProject project, @Nullable Target target, List<Problem> problems) {
        List<StreamContract> contracts = contracts(project, problems);
        StreamsConfig config = config(project, target == null ? NO_TARGET : target);
        return environment -> open(environment, config, new InMemoryStreamStore(contracts));
    }

    @Override
    public TableSession.Factory publish(PipelineProject project, Target target)
            throws ConflictException, ServerUnavailableException {
        PublishingStreamStore store = new PublishingStreamStore(project.streams(), target.kafka(), target.registry());
        try {
            store.publish(ContractFolder.load(project.streams()));
        } catch (ContractException e) {
            throw new ConflictException(e.getMessage(), e);
        }
        StreamsConfig config = config(project, target);
        return environment -> open(environment, config, store);
    }

    private static List<StreamContract> contracts(PipelineProject project, List<Problem> problems) {
        try {
            return ContractFolder.load(project.streams()).stream()
                    .map(ContractSource::contract)
                    .toList();
        } catch (ContractException e) {
            problems.addAll(e.problems());
            return List.of();
        }
    }

    private static StreamsConfig config(PipelineProject project, Target target) {
        String environment = target.environment().replaceAll("[^A-Za-z0-9._-]", "_");
        return new StreamsConfig(
                target.kafka(),
                RegistryConfig.of(target.registry()),
                project.config().name() + "-" + environment);
    }

    private static TableSession open(StreamExecutionEnvironment environment, StreamsConfig config, StreamStore store) {
        StreamSession session = StreamSession.open(environment, config, store);
        return new TableSession() {
            @Override
            public StreamTableEnvironment tables() {
                return session.tables();
            }

            @Override
            public void attach(StreamStatementSet statements) {
                session.attach(statements);
            }
        };
    }
}
