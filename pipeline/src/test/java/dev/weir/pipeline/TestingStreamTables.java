package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.PipelineProject;
import java.util.List;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.jspecify.annotations.Nullable;

/** No streams at all: projects bring tables with connectors of their own. Counts how often contracts are published. */
public final class TestingStreamTables implements StreamTables {

    private int published;

    @Override
    public Catalog forPlanning(PipelineProject project, @Nullable Target target, List<Problem> problems) {
        return new GenericInMemoryCatalog("weir", "streams");
    }

    @Override
    public Catalog publish(PipelineProject project, Target target) {
        published++;
        return new GenericInMemoryCatalog("weir", "streams");
    }

    public int published() {
        return published;
    }
}
