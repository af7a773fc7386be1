package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.PipelineProject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the streams of projects tables. */
@FunctionalInterface
public interface StreamTables {

    /**
     * The streams of a project. Nothing is written, and no server is asked.
     *
     * @param target null if the project is only looked at
     * @param fork which streams its SQL writes
     * @param problems gets what is wrong in contracts; the streams then are the others
     */
    ProjectStreams open(PipelineProject project, @Nullable Target target, Fork fork, List<Problem> problems)
            throws IOException;
}
