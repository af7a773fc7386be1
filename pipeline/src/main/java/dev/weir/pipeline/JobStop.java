package dev.weir.pipeline;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;

/** Stops one job so that another can go on from its state. */
final class JobStop {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Journal journal;
    private final FlinkCluster cluster;
    private final Progress progress;

    JobStop(Journal journal, FlinkCluster cluster, Progress progress) {
        this.journal = journal;
        this.cluster = cluster;
        this.progress = progress;
    }

    /**
     * Stops the job with a savepoint. One that can't take a savepoint, since it fails and is restarted over and over,
     * is cancelled: its newest checkpoint is then the state, which loses and repeats nothing.
     *
     * <p>The journal says that the job is stopping before it stops, so that a crash in between is understood.
     *
     * @return the job's record, stopped
     */
    JobRecord stop(JobRecord job) throws ServerUnavailableException, JobRefusedException, IOException {
        return end(job, State.STOPPING, State.STOPPED);
    }

    /**
     * Like {@link #stop}, for a job that goes on when there is a cluster again: {@link Recovery} resumes it, however far
     * this has come.
     *
     * @return the job's record, suspended; or ended, if it did that by itself
     */
    JobRecord suspend(JobRecord job) throws ServerUnavailableException, JobRefusedException, IOException {
        Optional<ClusterJobState> state = cluster.find(JobID.fromHexString(job.jobId()));
        if (job.state() != State.SUSPENDING && state.isPresent() && state.get().isEnded()) {
            JobRecord ended = job.with(State.ENDED, "Flink says " + state.get());
            journal.write(ended);
            return ended;
        }
        return end(job, State.SUSPENDING, State.SUSPENDED);
    }

    private JobRecord end(JobRecord job, State during, State after)
            throws ServerUnavailableException, JobRefusedException, IOException {
        JobID id = JobID.fromHexString(job.jobId());
        Optional<ClusterJobState> state = cluster.find(id);
        JobRecord ended = job.with(after, null);
        if (state.isPresent() && !state.get().isEnded()) {
            journal.write(job.with(during, null));
            progress.at(Progress.Step.TAKING_SAVEPOINT, job.pipeline());
            if (state.get() == ClusterJobState.RUNNING) {
                try {
                    ended = job.savedAs(cluster.stopWithSavepoint(id, job.savepoints(), TIMEOUT), after);
                } catch (JobRefusedException e) {
                    endUnlessRunning(id, job, e);
                }
            } else {
                cluster.cancel(id, TIMEOUT);
            }
        }
        journal.write(ended);
        return ended;
    }

    private void endUnlessRunning(JobID id, JobRecord job, JobRefusedException refusal)
            throws ServerUnavailableException, JobRefusedException, IOException {
        if (cluster.find(id).orElse(ClusterJobState.FAILED) == ClusterJobState.RUNNING
                && cluster.failure(id).isEmpty()) {
            journal.write(job);
            throw refusal;
        }
        cluster.cancel(id, TIMEOUT);
    }
}
