package dev.weir.pipeline.job;

import dev.weir.pipeline.plan.PlannedJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** What is asked of a Flink cluster. Every method may throw {@link ServerUnavailableException}: try again later. */
public interface FlinkCluster {

    /** Empty if the cluster doesn't know the job, for instance because its JobManager is a new one. */
    Optional<ClusterJobState> find(JobID id) throws ServerUnavailableException;

    /** Whether a job of this name is there that hasn't ended, whatever its id is. */
    boolean runs(String name) throws ServerUnavailableException;

    /**
     * Submits a job and waits until it runs, or some seconds if the cluster has no room for it yet.
     *
     * @param jars what the job needs besides Flink, on local files
     * @param start null to start without state
     * @throws JobRefusedException if the cluster refuses it: it doesn't run
     */
    void submit(JobID id, PlannedJob job, List<Path> jars, @Nullable StartPoint start)
            throws ServerUnavailableException, JobRefusedException;

    /**
     * Stops a job once its state is in a savepoint and its output committed.
     *
     * @param folder URI of the folder in which the savepoint gets a folder of its own
     * @return URI of the savepoint
     * @throws JobRefusedException if the savepoint fails; the job goes on
     */
    String stopWithSavepoint(JobID id, String folder, Duration timeout)
            throws ServerUnavailableException, JobRefusedException;

    /** Ends a job, whatever it does, and waits until it has ended. Its checkpoints stay. */
    void cancel(JobID id, Duration timeout) throws ServerUnavailableException;

    /** The number of a job's newest complete checkpoint; empty if it has none, or the cluster doesn't know the job. */
    OptionalLong newestCheckpoint(JobID id) throws ServerUnavailableException;

    /** Why the job failed last, in the first words of its root cause; empty if it never did. */
    Optional<String> failure(JobID id) throws ServerUnavailableException;

    /**
     * How many late records a job's operators have dropped since it started last, by operator; only those that count it.
     *
     * @return empty if the job doesn't run
     */
    Optional<Map<String, Long>> drops(JobID id) throws ServerUnavailableException;

    /** Empty if the cluster doesn't know the job. */
    Optional<JobMetrics> metrics(JobID id) throws ServerUnavailableException;
}
