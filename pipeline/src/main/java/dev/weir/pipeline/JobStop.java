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
        JobID id = JobID.fromHexString(job.jobId());
        Optional<ClusterJobState> state = cluster.find(id);
        if (state.isPresent() && !state.get().isEnded()) {
            JobRecord stopping = job.with(State.STOPPING, null);
            journal.write(stopping);
            progress.at(Progress.Step.TAKING_SAVEPOINT, job.pipeline());
            if (state.get() == ClusterJobState.RUNNING) {
                try {
                    cluster.stopWithSavepoint(id, job.savepoints(), TIMEOUT);
                } catch (JobRefusedException e) {
                    endUnlessRunning(id, job, e);
                }
            } else {
                cluster.cancel(id, TIMEOUT);
            }
        }
        JobRecord stopped = job.with(State.STOPPED, null);
        journal.write(stopped);
        return stopped;
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
