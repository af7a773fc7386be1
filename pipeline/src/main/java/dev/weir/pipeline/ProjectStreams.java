package dev.weir.pipeline;

import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.TableSession;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The streams of one project: its contracts, and what CREATE TABLE derives in the sessions opened here. */
public interface ProjectStreams extends TableSession.Factory {

    /** A stream that is declared, or was derived in a session opened here. */
    Optional<StreamContract> find(String stream);

    /**
     * The first fork that has none of these streams yet, so that it begins empty.
     *
     * @param written those that the project's SQL names
     */
    Fork nextFork(Collection<String> written) throws ServerUnavailableException;

    /**
     * Puts all of them in force, with those of the fork that is written, and writes the derived contracts beside
     * the others.
     *
     * @return what became of each
     * @throws ConflictException if one is incompatible with what is in force, or Kafka can't promise exactly once;
     *     nothing was written
     * @throws ServerUnavailableException if Kafka or the registry can't be reached: try again
     */
    List<ContractPublisher.Published> publish() throws ConflictException, ServerUnavailableException, IOException;
}
