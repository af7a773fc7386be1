package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** No streams at all: projects bring tables with connectors of their own. Counts how often contracts are published. */
public final class TestingStreamTables implements StreamTables {

    /** Which streams each job was planned with that was written to them, in their order. */
    final List<Fork> opened = new ArrayList<>();

    private int published;
    private int forks;

    @Override
    public ProjectStreams open(PipelineProject project, @Nullable Target target, Fork fork, List<Problem> problems) {
        opened.add(fork);
        return new ProjectStreams() {
            @Override
            public TableSession open(StreamExecutionEnvironment environment) {
                return TestingSession.open(environment);
            }

            @Override
            public Optional<StreamContract> find(String stream) {
                return Optional.empty();
            }

            @Override
            public Fork nextFork(Collection<String> written) {
                return new Fork(++forks);
            }

            @Override
            public List<ContractPublisher.Published> publish() {
                published++;
                return List.of();
            }
        };
    }

    public int published() {
        return published;
    }
}
