package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.RunOutcome.Started;
import dev.weir.pipeline.RunOutcome.Unchanged;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.LostStateException;
import dev.weir.pipeline.job.SavedPositions;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.StateMapping;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** Brings one pipeline to run as its folder says. */
final class PipelineRun {

    private final Journal journal;
    private final StreamTables tables;
    private final FlinkCluster cluster;
    private final Target target;
    private final Progress progress;

    PipelineRun(Journal journal, StreamTables tables, FlinkCluster cluster, Target target, Progress progress) {
        this.journal = journal;
        this.tables = tables;
        this.cluster = cluster;
        this.target = target;
        this.progress = progress;
    }

    RunOutcome run(Path folder, RunOptions options)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException,
                    NotFoundException, ChoiceNeededException, IOException {
        PipelineProject project = PipelineProject.load(folder);
        String pipeline = project.config().name();
        @Nullable JobRecord previous = journal.find(pipeline).orElse(null);
        refuseOtherEnvironment(previous);
        if (options.from() == null && previous != null && isAlive(previous) && isUnchanged(previous, folder)) {
            return new Unchanged(pipeline, previous.jobId());
        }
        progress.at(Progress.Step.CHECKING, pipeline);
        List<Problem> problems = new ProjectCheck(tables).problems(folder);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        JobID id = JobID.generate();
        Path jars = journal.submission(pipeline).resolve(id.toString()).resolve("jars");
        try (ProjectPlan plan = new ProjectPlan(project, target.checkpoints().toString(), jars, new ArrayList<>())) {
            return replace(previous, project, plan, id, options);
        }
    }

    private RunOutcome replace(
            @Nullable JobRecord previous, PipelineProject project, ProjectPlan plan, JobID id, RunOptions options)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException,
                    NotFoundException, ChoiceNeededException, IOException {
        String pipeline = project.config().name();
        ProjectStreams streams = tables.open(project, target, new ArrayList<>());
        @Nullable SavedState chosen = options.from() == null ? null : chosen(previous, pipeline, options.from());
        Lineage lineage = previous == null ? Lineage.NONE : lineageAfter(previous, chosen, streams, plan, options);
        if (chosen != null && options.outputs() == null) {
            throw new ChoiceNeededException(effects(chosen, previous, pipeline, lineage));
        }
        progress.at(Progress.Step.PLANNING, pipeline);
        PlannedJob job = plan.planChecked(streams, lineage);
        progress.at(Progress.Step.PUBLISHING_CONTRACTS, target.kafka());
        streams.publish();
        @Nullable SavedState state = null;
        if (previous != null) {
            if (previous.shouldRun()) {
                new JobStop(journal, cluster, progress).stop(previous);
            }
            state = chosen == null ? new NewestState(journal).of(previous).orElse(null) : chosen;
        }
        JobRecord record = new JobRecord(
                pipeline,
                project.folder().toAbsolutePath().normalize().toString(),
                target.environment(),
                target.kafka(),
                target.registry().toString(),
                target.flink().toString(),
                target.checkpoints().toString(),
                id.toString(),
                State.SUBMITTING,
                state == null ? null : state.path(),
                null,
                options.allowDroppedState(),
                Folders.fingerprint(project.folder()),
                job.lineage(),
                null);
        Folders.copy(project.folder(), Submission.snapshot(journal, record));
        progress.at(Progress.Step.SUBMITTING, target.flink().toString());
        new Submission(journal, cluster).submit(record, job, plan.jars(), state);
        progress.at(Progress.Step.STARTED, pipeline);
        if (previous != null) {
            Folders.delete(journal.submission(pipeline).resolve(previous.jobId()));
        }
        return new Started(pipeline, id.toString(), record.startedFrom());
    }

    /** The names that the new job keeps; refuses before anything is written or stops if state has no place in it. */
    private Lineage lineageAfter(
            JobRecord previous,
            @Nullable SavedState chosen,
            ProjectStreams streams,
            ProjectPlan plan,
            RunOptions options)
            throws ProjectException, ConflictException, JobRefusedException, IOException {
        Optional<SavedState> state = chosen == null ? new NewestState(journal).of(previous) : Optional.of(chosen);
        if (state.isEmpty()) {
            return previous.lineage();
        }
        PlannedJob job = plan.planChecked(streams, previous.lineage());
        StateMapping mapping =
                StateMapping.of(state.get(), previous.lineage(), job.jobGraph(new JobID()), job.lineage());
        if (!mapping.isComplete() && !options.allowDroppedState()) {
            throw new ConflictException(words(previous.pipeline(), mapping));
        }
        return previous.lineage().dropping(mapping.changed());
    }

    private static SavedState chosen(@Nullable JobRecord previous, String pipeline, String from)
            throws NotFoundException {
        if (previous == null) {
            throw new NotFoundException(
                    "No pipeline '" + pipeline + "' was ever run here, so no state can be known to be its own.");
        }
        try {
            return SavedState.load(from, true);
        } catch (IOException e) {
            throw new NotFoundException("There is no complete checkpoint or savepoint at " + from + " ("
                    + e.getMessage()
                    + "). It is the folder that has a file _metadata; those of this pipeline are below "
                    + previous.checkpoints() + ".");
        }
    }

    private RestoreEffects effects(SavedState chosen, @Nullable JobRecord previous, String pipeline, Lineage lineage)
            throws ServerUnavailableException, IOException {
        String group = WeirStreamTables.applicationId(pipeline, target.environment());
        return new RestorePreview(target.kafka(), group)
                .of(chosen.path(), SavedPositions.load(chosen.path()), newestPositions(previous), lineage.sinks());
    }

    private @Nullable SavedPositions newestPositions(@Nullable JobRecord previous) throws IOException {
        try {
            Optional<SavedState> newest = previous == null ? Optional.empty() : new NewestState(journal).of(previous);
            return newest.isEmpty() ? null : SavedPositions.load(newest.get().path());
        } catch (LostStateException e) { // Which is why a person chooses another.
            return null;
        }
    }

    private static String words(String pipeline, StateMapping mapping) {
        StringBuilder words = new StringBuilder("The new '" + pipeline + "' can't take over all state of the old one.");
        mapping.unclaimed()
                .forEach(uid -> words.append(" '")
                        .append(uid)
                        .append("' has state, but the new pipeline has no such operator."));
        mapping.changed()
                .forEach(operator -> words.append(" '")
                        .append(operator.name())
                        .append("' has state, but now does something else: ")
                        .append(operator.description())
                        .append('.'));
        return words.append(" Undo that change, or run with --allow-dropped-state to begin there without state; the"
                        + " old pipeline is as it was.")
                .toString();
    }

    private void refuseOtherEnvironment(@Nullable JobRecord previous) throws ConflictException {
        if (previous != null && previous.shouldRun() && !previous.environment().equals(target.environment())) {
            throw new ConflictException("'" + previous.pipeline() + "' runs in environment '" + previous.environment()
                    + "' already: stop it there first, or give this one another name.");
        }
    }

    private boolean isAlive(JobRecord job) throws ServerUnavailableException {
        return job.shouldRun()
                && cluster.find(JobID.fromHexString(job.jobId()))
                        .map(state -> state != ClusterJobState.ENDING && !state.isEnded())
                        .orElse(false);
    }

    private boolean isUnchanged(JobRecord job, Path folder) throws IOException {
        return job.fingerprint().equals(Folders.fingerprint(folder))
                && job.flink().equals(target.flink().toString());
    }
}
