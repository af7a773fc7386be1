package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.RestFlinkCluster;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.api.common.JobID;

/**
 * All that can be done with pipelines. Prints nothing. Any number of processes may use the same journal: what changes
 * it excludes each other.
 */
public final class Pipelines {

    private static final Duration CANCELLATION = Duration.ofMinutes(2);

    private final Journal journal;
    private final StreamTables tables;
    private final Lake.Source lakes;
    private final Function<URI, FlinkCluster> clusters;

    /** @param jobs the journal's folder, usually {@code .weir/jobs} */
    public Pipelines(Path jobs) {
        this(jobs, new WeirStreamTables());
    }

    /** @param jobs the journal's folder, usually {@code .weir/jobs} */
    public Pipelines(Path jobs, StreamTables tables) {
        this(jobs, tables, Lake.NONE);
    }

    /**
     * @param jobs the journal's folder, usually {@code .weir/jobs}
     * @param lakes opened when a project has deliveries
     */
    public Pipelines(Path jobs, StreamTables tables, Lake.Source lakes) {
        this(jobs, tables, lakes, RestFlinkCluster::new);
    }

    Pipelines(Path jobs, StreamTables tables, Lake.Source lakes, Function<URI, FlinkCluster> clusters) {
        this.journal = new Journal(jobs);
        this.tables = tables;
        this.lakes = lakes;
        this.clusters = clusters;
    }

    /** Looks for mistakes in contracts, SQL and functions; runs and writes nothing, and needs no server. */
    public ProjectFindings check(Path project) throws IOException {
        return new ProjectCheck(tables).findings(project);
    }

    /**
     * Brings a pipeline to run as its folder says. If it runs already and its folder changed, it is stopped with a
     * savepoint and continues from there. Its deliveries follow it, each as a job of its own.
     *
     * @throws ProjectException if the folder has mistakes; nothing was done
     * @throws ConflictException if a contract is incompatible, or the running job's state has no place in the new plan
     *     and may not be dropped; the running job goes on
     * @throws JobRefusedException if Flink refuses the job; its state is kept and a further run begins from it
     * @throws ServerUnavailableException if a server can't be reached: repeat it later
     * @throws NotFoundException if there is no state where {@code options} say; nothing was done
     * @throws ChoiceNeededException if {@code options} name a state but not what becomes of the outputs; nothing was done
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public RunOutcome run(Path project, Target target, RunOptions options, Progress progress)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException,
                    NotFoundException, ChoiceNeededException, IOException {
        try (Journal.Lock lock = journal.lock()) {
            FlinkCluster cluster = clusters.apply(target.flink());
            PipelineRun pipeline = new PipelineRun(journal, tables, cluster, target, progress);
            PipelineProject loaded = PipelineProject.load(project);
            DeliveryRun deliveries = new DeliveryRun(journal, cluster, target, progress);
            RunOutcome outcome;
            if (loaded.config().deliveries().isEmpty()) {
                outcome = pipeline.run(project, options);
            } else {
                // Opened first: without its lake the pipeline isn't touched either.
                try (Lake lake = lakes.open(target, loaded.config().deliveries())) {
                    outcome = pipeline.run(project, options);
                    deliveries.run(loaded, lake);
                }
            }
            deliveries.stopOthers(loaded);
            return outcome;
        }
    }

    /**
     * Publishes a project's contracts and nothing else: running jobs go on as they are, and read what new versions of
     * a schema write.
     *
     * @return what became of each contract
     * @throws ProjectException if a contract has mistakes; nothing was written
     * @throws ConflictException if a contract is incompatible with the one in force; nothing was written
     * @throws ServerUnavailableException if a server can't be reached: repeat it later
     */
    public List<ContractPublisher.Published> apply(PipelineProject project, Target target)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        List<Problem> problems = new ArrayList<>();
        ProjectStreams streams = tables.open(project, target, Fork.NONE, problems);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        return streams.publish();
    }

    /**
     * Stops a pipeline and then its deliveries, each with a savepoint from which the next run goes on.
     *
     * @return its record, stopped
     * @throws NotFoundException if the journal has no such pipeline
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public JobRecord stop(String pipeline, Progress progress)
            throws NotFoundException, JobRefusedException, ServerUnavailableException, IOException {
        try (Journal.Lock lock = journal.lock()) {
            JobRecord stopped = stop(known(pipeline), progress);
            stopDeliveries(pipeline, progress);
            return stopped;
        }
    }

    /**
     * Gives a pipeline up: it ends without a savepoint and never goes on by itself. Its deliveries are stopped. What it has
     * left uncommitted is lost, and may be aborted {@linkplain #whenGone when it is gone}.
     *
     * @return its record, given up
     * @throws NotFoundException if the journal has no such pipeline
     * @throws ServerUnavailableException if it isn't known whether it runs: nothing was changed
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public JobRecord giveUp(String pipeline, Progress progress)
            throws NotFoundException, JobRefusedException, ServerUnavailableException, IOException {
        try (Journal.Lock lock = journal.lock()) {
            JobRecord job = known(pipeline);
            FlinkCluster cluster = cluster(job);
            JobID id = JobID.fromHexString(job.jobId());
            if (!cluster.find(id).map(ClusterJobState::isEnded).orElse(true)) {
                cluster.cancel(id, CANCELLATION);
            }
            JobRecord givenUp = job.with(JobRecord.State.GIVEN_UP, null);
            journal.write(givenUp);
            progress.at(Progress.Step.STOPPED, pipeline);
            stopDeliveries(pipeline, progress);
            return givenUp;
        }
    }

    /** What is done to what a pipeline has left behind. */
    @FunctionalInterface
    public interface Clearing<E extends Exception> {
        void clear() throws E;
    }

    /**
     * Does something to what a pipeline has left behind, if it is gone: it was given up, or the journal knows nothing of it;
     * and its cluster answers and has no job of its name. Nobody brings it back meanwhile.
     *
     * @param servers those of the pipeline if the journal knows it, else the local ones, whose pipelines it knows all
     * @throws ConflictException if it runs or can go on; nothing was done
     * @throws ServerUnavailableException if it isn't known whether it runs: nothing was done
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public <E extends Exception> void whenGone(String pipeline, Target servers, Clearing<E> clearing)
            throws ConflictException, ServerUnavailableException, IOException, E {
        try (Journal.Lock lock = journal.lock()) {
            JobRecord job = journal.find(pipeline).orElse(null);
            if (job != null && job.state() != JobRecord.State.GIVEN_UP) {
                throw new ConflictException("'" + pipeline
                        + "' isn't gone: it runs, or goes on from its newest state and"
                        + " commits what it has left open with `weir run " + job.project() + "`. If it never shall,"
                        + " `weir stop --give-up " + pipeline
                        + "` first: its results that aren't committed are lost then.");
            }
            if (clusters.apply(servers.flink()).runs(pipeline)) {
                throw new ConflictException(
                        "'" + pipeline + "' isn't gone: Flink at " + servers.flink() + " has a job of that name.");
            }
            clearing.clear();
        }
    }

    private JobRecord known(String pipeline) throws NotFoundException, IOException {
        return journal.find(pipeline)
                .orElseThrow(() -> new NotFoundException("No pipeline '" + pipeline + "' was ever run here."));
    }

    private void stopDeliveries(String pipeline, Progress progress)
            throws JobRefusedException, ServerUnavailableException, IOException {
        for (JobRecord other : journal.all()) {
            if (DeliveryPlan.isDeliveryOf(other, pipeline)) {
                stop(other, progress);
            }
        }
    }

    private JobRecord stop(JobRecord job, Progress progress)
            throws JobRefusedException, ServerUnavailableException, IOException {
        if (!job.shouldRun()) {
            return job;
        }
        JobRecord stopped = new JobStop(journal, cluster(job), progress).stop(job);
        progress.at(Progress.Step.STOPPED, job.pipeline());
        return stopped;
    }

    /**
     * Stops all jobs of a cluster that is about to end, each with a savepoint. They stay wanted: {@link #recover} goes on
     * with them. A crash in between changes nothing of that.
     *
     * @param flink the cluster's REST address
     * @return why a job could not be stopped, by pipeline: it will go on from its newest checkpoint
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Map<String, String> suspendAll(URI flink, Progress progress) throws IOException {
        Map<String, String> failures = new TreeMap<>();
        try (Journal.Lock lock = journal.lock()) {
            for (JobRecord job : journal.all()) {
                if (job.shouldRun()
                        && job.state() != JobRecord.State.SUSPENDED
                        && job.flink().equals(flink.toString())) {
                    try {
                        new JobStop(journal, cluster(job), progress).suspend(job);
                        progress.at(Progress.Step.STOPPED, job.pipeline());
                    } catch (JobRefusedException | ServerUnavailableException e) {
                        failures.put(job.pipeline(), e.getMessage());
                    }
                }
            }
        }
        return failures;
    }

    /** All pipelines of the journal, with what can be learnt of each now. */
    public List<PipelineStatus> list() throws IOException {
        List<PipelineStatus> all = new ArrayList<>();
        for (JobRecord job : journal.all()) {
            all.add(status(job));
        }
        return all;
    }

    /**
     * How many late records a job's operators have dropped since it started last, by operator; only those that count it.
     *
     * @return empty if the job doesn't run
     */
    public Optional<Map<String, Long>> drops(JobRecord job) throws ServerUnavailableException {
        return cluster(job).drops(JobID.fromHexString(job.jobId()));
    }

    /** The numbers that Flink has of a job; empty if it doesn't know it. */
    public Optional<JobMetrics> metrics(JobRecord job) throws ServerUnavailableException {
        return cluster(job).metrics(JobID.fromHexString(job.jobId()));
    }

    /**
     * Submits every job that should run and that its cluster has lost, from its newest complete state and with what was
     * submitted before, whatever the folder says now.
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public List<Recovered> recover(Progress progress) throws IOException {
        try (Journal.Lock lock = journal.lock()) {
            List<Recovered> all = new ArrayList<>();
            for (JobRecord job : journal.all()) {
                all.add(new Recovery(journal, tables, lakes, cluster(job), progress).recover(job));
            }
            return all;
        }
    }

    private FlinkCluster cluster(JobRecord job) {
        return clusters.apply(URI.create(job.flink()));
    }

    private PipelineStatus status(JobRecord job) {
        String lastState = null;
        try {
            lastState = SavedState.newest(job.checkpoints(), job.jobId(), job.savepoints())
                    .map(SavedState::path)
                    .orElse(job.startedFrom());
            FlinkCluster cluster = cluster(job);
            JobID id = JobID.fromHexString(job.jobId());
            ClusterJobState actual = cluster.find(id).orElse(null);
            boolean healthy = actual == null || actual == ClusterJobState.RUNNING || actual == ClusterJobState.FINISHED;
            return new PipelineStatus(
                    job,
                    actual,
                    lastState,
                    healthy ? job.note() : cluster.failure(id).orElse(job.note()));
        } catch (ServerUnavailableException | IOException e) {
            return new PipelineStatus(job, null, lastState, e.getMessage());
        }
    }
}
