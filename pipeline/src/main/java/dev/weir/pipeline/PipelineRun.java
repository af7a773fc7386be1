package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.RunOutcome.Started;
import dev.weir.pipeline.RunOutcome.Unchanged;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.StateMapping;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        refuseGivenUp(previous, options);
        if (options.from() == null && previous != null && isAlive(previous) && isUnchanged(previous, folder)) {
            return new Unchanged(pipeline, previous.jobId(), previous.lineage().forks());
        }
        progress.at(Progress.Step.CHECKING, pipeline);
        List<Problem> problems = new ProjectCheck(tables).problems(folder);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        JobID id = JobID.generate();
        Path jars = journal.submission(pipeline).resolve(id.toString()).resolve("jars");
        try (ProjectPlan plan =
                new ProjectPlan(project, folder, target.checkpoints().toString(), jars, new ArrayList<>())) {
            return replace(previous, project, plan, id, options);
        }
    }

    private RunOutcome replace(
            @Nullable JobRecord previous, PipelineProject project, ProjectPlan plan, JobID id, RunOptions options)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException,
                    NotFoundException, ChoiceNeededException, IOException {
        String pipeline = project.config().name();
        GoingBack back = new GoingBack(journal, target);
        @Nullable SavedState chosen = options.from() == null ? null : back.load(previous, pipeline, options.from());
        Fork fork = fork(previous, project, options);
        ProjectStreams streams = tables.open(project, target, fork, new ArrayList<>());
        Succession succession =
                previous == null ? Succession.NONE : succession(previous, chosen, streams, plan, options);
        if (chosen != null && previous != null && options.outputs() == null) {
            throw new ChoiceNeededException(
                    back.effects(chosen, previous, succession.lineage().sinks()));
        }
        progress.at(Progress.Step.PLANNING, pipeline);
        PlannedJob job = plan.planChecked(streams, succession.lineage());
        if (!fork.isNone()) {
            refuseForkOfOwnInput(pipeline, job.lineage());
        }
        progress.at(Progress.Step.PUBLISHING_CONTRACTS, target.kafka());
        streams.publish();
        @Nullable JobRecord stopped = previous == null ? null : stop(previous);
        @Nullable SavedState state = chosen;
        if (state == null && stopped != null) {
            state = new NewestState(journal).of(stopped).orElse(null);
        }
        @Nullable String left = chosen == null || stopped == null ? null : back.newest(stopped);
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
                succession.leavesState(),
                Folders.fingerprint(project.folder()),
                job.lineage(),
                fork.number(),
                null);
        Folders.copy(project.folder(), Submission.snapshot(journal, record));
        progress.at(Progress.Step.SUBMITTING, target.flink().toString());
        new Submission(journal, cluster).submit(record, job, plan.jars(), state);
        progress.at(Progress.Step.STARTED, pipeline);
        if (previous != null) {
            Folders.delete(journal.submission(pipeline).resolve(previous.jobId()));
        }
        return new Started(pipeline, id.toString(), job.lineage().forks(), record.startedFrom(), left);
    }

    /** A fork is kept until a person chooses otherwise. */
    private Fork fork(@Nullable JobRecord previous, PipelineProject project, RunOptions options)
            throws ServerUnavailableException, IOException {
        if (options.outputs() == Outputs.FORK) {
            List<String> written = project.script().all(Kind.INSERT).stream()
                    .map(insert -> String.valueOf(insert.target()))
                    .toList();
            return tables.open(project, target, Fork.NONE, new ArrayList<>()).nextFork(written);
        }
        return previous == null || options.from() != null ? Fork.NONE : new Fork(previous.fork());
    }

    private static void refuseForkOfOwnInput(String pipeline, Lineage lineage) throws ConflictException {
        Set<String> both = lineage.sources();
        both.retainAll(lineage.sinks());
        if (!both.isEmpty()) {
            String streams = String.join("', '", both);
            throw new ConflictException("'" + pipeline + "' reads '" + streams
                    + "', which it writes itself: it can't be forked, since what was on its way there when the state was"
                    + " taken would be in no fork, and lost. Take --outputs repeat, or give the pipeline another name in"
                    + " weir.yaml to compute everything anew.");
        }
    }

    private JobRecord stop(JobRecord previous) throws ServerUnavailableException, JobRefusedException, IOException {
        return previous.shouldRun() ? new JobStop(journal, cluster, progress).stop(previous) : previous;
    }

    /**
     * How a job follows another.
     *
     * @param lineage the names that it keeps
     * @param leavesState whether state of the other may have no place in it
     */
    private record Succession(Lineage lineage, boolean leavesState) {
        static final Succession NONE = new Succession(Lineage.NONE, false);
    }

    /** Refuses before anything is written or stops if state has no place in the new job. */
    private Succession succession(
            JobRecord previous,
            @Nullable SavedState chosen,
            ProjectStreams streams,
            ProjectPlan plan,
            RunOptions options)
            throws ProjectException, ConflictException, JobRefusedException, IOException {
        Optional<SavedState> state = chosen == null ? new NewestState(journal).of(previous) : Optional.of(chosen);
        if (state.isEmpty()) {
            return new Succession(previous.lineage(), options.allowDroppedState());
        }
        PlannedJob job = plan.planChecked(streams, previous.lineage());
        StateMapping mapping =
                StateMapping.of(state.get(), previous.lineage(), job.jobGraph(new JobID()), job.lineage());
        if (!mapping.isComplete() && !options.allowDroppedState()) {
            throw new ConflictException(words(previous.pipeline(), mapping));
        }
        return new Succession(
                previous.lineage().dropping(mapping.changed()),
                options.allowDroppedState() || !mapping.left().isEmpty());
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

    /** It must not go on by itself: what it had not committed may be gone. */
    private static void refuseGivenUp(@Nullable JobRecord previous, RunOptions options) throws ConflictException {
        if (previous != null && previous.state() == State.GIVEN_UP && options.from() == null) {
            throw new ConflictException(
                    "'" + previous.pipeline() + "' was given up and doesn't go on. Give the pipeline"
                            + " another name in weir.yaml to compute everything anew; or choose a state with --from STATE, which"
                            + " first says what that repeats.");
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
