package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams that a pipeline sees as tables. */
public interface StreamTables {

    /**
     * The project's streams for a plan that nobody may notice: CREATE TABLE only remembers.
     *
     * @param target null if the plan is only looked at
     * @param problems gets what is wrong in contracts; the tables then are the others
     */
    TableSession.Factory forPlanning(PipelineProject project, @Nullable Target target, List<Problem> problems)
            throws IOException;

    /**
     * The project's streams after their contracts were published; CREATE TABLE publishes too and writes the contract
     * into the project.
     *
     * @throws ConflictException if a contract is incompatible with the one in force; nothing was written
     * @throws ServerUnavailableException if Kafka or the registry can't be reached: try again
     */
    TableSession.Factory publish(PipelineProject project, Target target)
            throws ConflictException, ServerUnavailableException, IOException;
}
