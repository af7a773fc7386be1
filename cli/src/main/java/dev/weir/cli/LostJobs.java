package dev.weir.cli;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.RestFlinkCluster;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.stack.LocalStack;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;

/** Finds the jobs that should run on the local Flink and don't. */
final class LostJobs implements JobWatch.Search {

    private final Journal journal;
    private final String flink;
    private final FlinkCluster cluster;

    LostJobs(Home home, LocalStack stack) {
        this.journal = new Journal(Jobs.journal(home));
        this.flink = stack.flinkRest().toString();
        this.cluster = new RestFlinkCluster(stack.flinkRest());
    }

    @Override
    public Set<String> find() throws ServerUnavailableException, IOException {
        Set<String> lost = new TreeSet<>();
        for (JobRecord job : journal.all()) {
            if (job.shouldRun() && job.flink().equals(flink)) {
                Optional<ClusterJobState> state = cluster.find(JobID.fromHexString(job.jobId()));
                see(job);
                if (state.map(ClusterJobState::isEnded).orElse(true)) {
                    lost.add(job.pipeline());
                }
            }
        }
        // One that is just being submitted or stopped is nobody's business but of the command that does it.
        return lost.isEmpty() || journal.isHeld() ? Set.of() : lost;
    }

    /** Elsewhere than on local files, each look would be requests to a store: there Flink's word has to do. */
    private void see(JobRecord job) throws ServerUnavailableException, IOException {
        if (job.checkpoints().startsWith("file:")) {
            journal.see(job);
            return;
        }
        OptionalLong newest = cluster.newestCheckpoint(JobID.fromHexString(job.jobId()));
        if (newest.isPresent()) {
            journal.see(job, newest.getAsLong());
        }
    }
}
