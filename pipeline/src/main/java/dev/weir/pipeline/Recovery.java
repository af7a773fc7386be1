package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.Recovered.Failed;
import dev.weir.pipeline.Recovered.NotRunning;
import dev.weir.pipeline.Recovered.Present;
import dev.weir.pipeline.Recovered.Resubmitted;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;

/** Brings back one job that its cluster has lost. */
final class Recovery {

    private final Journal journal;
    private final StreamTables tables;
    private final Lake.Source lakes;
    private final FlinkCluster cluster;
    private final Progress progress;

    Recovery(Journal journal, StreamTables tables, Lake.Source lakes, FlinkCluster cluster, Progress progress) {
        this.journal = journal;
        this.tables = tables;
        this.lakes = lakes;
        this.cluster = cluster;
        this.progress = progress;
    }

    Recovered recover(JobRecord job) throws IOException {
        try {
            Optional<ClusterJobState> found = cluster.find(JobID.fromHexString(job.jobId()));
            return switch (job.state()) {
                case SUBMITTING, RUNNING -> bringBack(job, found);
                case STOPPING -> settle(job, found);
                case SUSPENDING, SUSPENDED -> resume(job, found);
                case STOPPED -> new NotRunning(job.pipeline(), "stopped");
                case GIVEN_UP -> new NotRunning(job.pipeline(), "given up");
                case ENDED -> new NotRunning(job.pipeline(), String.valueOf(job.note()));
            };
        } catch (ServerUnavailableException e) {
            return new Failed(job.pipeline(), e.getMessage());
        } catch (JobRefusedException | ProjectException | ConflictException e) {
            return giveUp(job, String.valueOf(e.getMessage()));
        }
    }

    /** It would fail again and again: a person has to choose, and the journal keeps why. */
    private Failed giveUp(JobRecord job, String why) throws IOException {
        String words = why + " It was not brought back. Repair that, then run `weir run " + job.project()
                + "`, which goes on from the newest state.";
        JobRecord written = journal.find(job.pipeline()).orElse(job);
        journal.write(written.with(State.STOPPED, words));
        return new Failed(job.pipeline(), words);
    }

    private Recovered bringBack(JobRecord job, Optional<ClusterJobState> found)
            throws ServerUnavailableException, JobRefusedException, ProjectException, ConflictException, IOException {
        if (found.isEmpty()) {
            return resubmit(job);
        }
        if (found.get().isEnded()) {
            String why = cluster.failure(JobID.fromHexString(job.jobId()))
                    .map(failure -> "it failed: " + failure)
                    .orElse("Flink says " + found.get());
            journal.write(job.with(State.ENDED, why));
            return new NotRunning(job.pipeline(), why);
        }
        if (job.state() == State.SUBMITTING) {
            journal.write(job.with(State.RUNNING, null));
        }
        return new Present(job.pipeline());
    }

    /** A crash came while it was stopping: if it still runs, the savepoint failed and it is wanted as before. */
    private Recovered settle(JobRecord job, Optional<ClusterJobState> found) throws IOException {
        if (found.isPresent() && !found.get().isEnded()) {
            journal.write(job.with(State.RUNNING, null));
            return new Present(job.pipeline());
        }
        journal.write(job.with(State.STOPPED, null));
        return new NotRunning(job.pipeline(), "stopped");
    }

    /**
     * Goes on with a job that was suspended. It gets an id of its own, since the cluster may be the one that has seen it
     * end and takes no id twice.
     */
    private Recovered resume(JobRecord job, Optional<ClusterJobState> found)
            throws ServerUnavailableException, JobRefusedException, ProjectException, ConflictException, IOException {
        if (found.isPresent() && !found.get().isEnded()) {
            // While it is suspending a savepoint may be on its way: the journal stays as it is until it has ended.
            if (job.state() == State.SUSPENDED) {
                journal.write(job.with(State.RUNNING, null));
            }
            return new Present(job.pipeline());
        }
        if (job.state() == State.SUSPENDING && found.isPresent() && found.get() == ClusterJobState.FAILED) {
            return bringBack(job, found);
        }
        String from = new NewestState(journal).of(job).map(SavedState::path).orElse(null);
        JobRecord successor = job.successor(JobID.generate().toString(), from);
        Folders.copy(Submission.snapshot(journal, job), Submission.snapshot(journal, successor));
        try {
            return resubmit(successor);
        } finally {
            boolean taken = journal.find(job.pipeline()).stream()
                    .anyMatch(written -> written.jobId().equals(successor.jobId()));
            Folders.delete(journal.submission(job.pipeline()).resolve((taken ? job : successor).jobId()));
        }
    }

    private Recovered resubmit(JobRecord job)
            throws ServerUnavailableException, JobRefusedException, ProjectException, ConflictException, IOException {
        Optional<SavedState> state = new NewestState(journal).of(job);
        progress.at(
                Progress.Step.RECOVERING,
                job.pipeline() + state.map(saved -> " from " + saved.path()).orElse(" from the beginning"));
        PipelineProject project = PipelineProject.load(Submission.snapshot(journal, job));
        if (DeliveryPlan.isDelivery(job)) {
            try (Lake lake = lakes.open(Target.of(job), List.of(DeliveryPlan.config(project, job)))) {
                PlannedJob planned = DeliveryPlan.plan(lake, project, job);
                new Submission(journal, cluster).submit(job, planned, lake.jars(), state.orElse(null));
            }
        } else {
            submitPipeline(job, project, state);
        }
        progress.at(Progress.Step.STARTED, job.pipeline());
        return new Resubmitted(
                job.pipeline(), job.jobId(), state.map(SavedState::path).orElse(null));
    }

    private void submitPipeline(JobRecord job, PipelineProject project, Optional<SavedState> state)
            throws ServerUnavailableException, JobRefusedException, ProjectException, IOException {
        List<Problem> problems = new ArrayList<>();
        try (ProjectPlan plan = new ProjectPlan(
                project, Path.of(job.project()), job.checkpoints(), Submission.work(journal, job), problems)) {
            ProjectStreams streams = tables.open(project, Target.of(job), new Fork(job.fork()), problems);
            if (!problems.isEmpty()) {
                throw new ProjectException(problems);
            }
            PlannedJob planned = plan.planChecked(streams, job.lineage());
            new Submission(journal, cluster).submit(job, planned, plan.jars(), state.orElse(null));
        }
    }
}
