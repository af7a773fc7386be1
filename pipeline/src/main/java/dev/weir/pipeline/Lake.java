package dev.weir.pipeline;

import dev.weir.contract.StreamContract;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.PlanSettings;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.streams.StreamsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tables that streams are delivered to, of the lake or of databases. Loaded only where a project has deliveries; closing it unloads it. */
public interface Lake extends AutoCloseable {

    /**
     * One delivery, ready to be planned.
     *
     * @param contract of its stream
     * @param streams names the job as a reader
     * @param place of its environment's lake
     */
    record Delivery(
            StreamContract contract,
            DeliveryConfig config,
            StreamsConfig streams,
            PlanSettings settings,
            LakePlace place) {}

    /** The lake of an environment. */
    @FunctionalInterface
    interface Source {

        /**
         * Opens it; may fetch what it needs.
         *
         * @param deliveries those that it will have to plan
         * @throws ConflictException if this environment has none
         * @throws ServerUnavailableException if it can't be reached: try again
         */
        Lake open(Target target, List<DeliveryConfig> deliveries)
                throws ConflictException, ServerUnavailableException, IOException;
    }

    /** For those who run no deliveries. */
    Source NONE = (target, deliveries) -> {
        throw new ConflictException("There is no lake here for deliveries.");
    };

    /**
     * Makes or widens the delivery's table, then plans the job that fills it.
     *
     * @throws ConflictException if the table has other rows, or a column another type: nothing was changed
     * @throws ProjectException if a table of a database doesn't fit the stream, or the way there isn't said: likewise
     * @throws ServerUnavailableException if the lake's catalog or the database can't be reached: try again
     */
    PlannedJob plan(Delivery delivery)
            throws ConflictException, ProjectException, ServerUnavailableException, IOException;

    /** The jars that its jobs need besides those of all jobs. */
    List<Path> jars();

    @Override
    void close() throws IOException;
}
