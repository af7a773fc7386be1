package dev.weir.pipeline;

import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobJars;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.StartPoint;
import dev.weir.pipeline.plan.PlannedJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** Submits jobs: the journal first, then the cluster, so that a crash in between never makes two of one. */
final class Submission {

    private final Journal journal;
    private final FlinkCluster cluster;

    Submission(Journal journal, FlinkCluster cluster) {
        this.journal = journal;
        this.cluster = cluster;
    }

    /**
     * Submits a job by its record.
     *
     * @param state null to begin without
     * @return its record, running
     */
    JobRecord submit(JobRecord job, PlannedJob plan, List<Path> functionJars, @Nullable SavedState state)
            throws ServerUnavailableException, JobRefusedException, IOException {
        journal.write(job.with(State.SUBMITTING, null));
        List<Path> jars = new ArrayList<>(JobJars.find(work(journal, job)));
        jars.addAll(functionJars);
        StartPoint start =
                state == null ? null : new StartPoint(state.path(), isOwn(job, state), mayDropOf(job, state));
        if (start != null && start.owned()) {
            journal.seeOnly(job, state.checkpoint());
        }
        try {
            cluster.submit(JobID.fromHexString(job.jobId()), plan, jars, start);
        } catch (JobRefusedException e) {
            journal.write(job.with(State.STOPPED, e.getMessage()));
            throw e;
        }
        JobRecord running = job.with(State.RUNNING, null);
        journal.write(running);
        return running;
    }

    /** A state of its own has a place for everything. */
    private static boolean mayDropOf(JobRecord job, SavedState state) {
        return job.mayDropState() && state.path().equals(job.startedFrom());
    }

    /** What was submitted of the project with this record. */
    static Path snapshot(Journal journal, JobRecord job) {
        return journal.submission(job.pipeline()).resolve(job.jobId()).resolve("project");
    }

    /** Jars that were made for this record. */
    static Path work(Journal journal, JobRecord job) {
        return journal.submission(job.pipeline()).resolve(job.jobId()).resolve("jars");
    }

    /** Only a checkpoint of the same job id may be deleted by it when it has newer ones. */
    private static boolean isOwn(JobRecord job, SavedState state) {
        return !state.savepoint() && state.path().contains("/" + job.jobId() + "/chk-");
    }
}
