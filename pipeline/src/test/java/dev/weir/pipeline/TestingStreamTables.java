package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No streams at all: projects bring tables with connectors of their own. Counts how often contracts are published. */
public final class TestingStreamTables implements StreamTables {

    private int published;

    @Override
    public TableSession.Factory forPlanning(PipelineProject project, @Nullable Target target, List<Problem> problems) {
        return TestingSession::open;
    }

    @Override
    public TableSession.Factory publish(PipelineProject project, Target target) {
        published++;
        return TestingSession::open;
    }

    public int published() {
        return published;
    }
}
