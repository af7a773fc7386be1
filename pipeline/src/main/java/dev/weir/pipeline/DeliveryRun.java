package dev.weir.pipeline;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.SavedState;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** Brings the deliveries of one project to run as its folder says, each as a job of its own. */
final class DeliveryRun {

    private final Journal journal;
    private final FlinkCluster cluster;
    private final Target target;
    private final Progress progress;

    DeliveryRun(Journal journal, FlinkCluster cluster, Target target, Progress progress) {
        this.journal = journal;
        this.cluster = cluster;
        this.target = target;
        this.progress = progress;
    }

    /** Stops the deliveries that the project doesn't declare any more. */
    void stopOthers(PipelineProject project) throws ServerUnavailableException, JobRefusedException, IOException {
        String pipeline = project.config().name();
        Set<String> declared = project.config().deliveries().stream()
                .map(delivery -> DeliveryPlan.jobName(pipeline, delivery.name()))
                .collect(Collectors.toSet());
        for (JobRecord job : journal.all()) {
            if (DeliveryPlan.isDeliveryOf(job, pipeline) && !declared.contains(job.pipeline()) && job.shouldRun()) {
                new JobStop(journal, cluster, progress).stop(job);
                progress.at(Progress.Step.STOPPED, job.pipeline());
            }
        }
    }

    /**
     * Runs all of them.
     *
     * @param project one that is in force: its folder has the contract of every stream
     */
    void run(PipelineProject project, Lake lake)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException, IOException {
        String fingerprint = Folders.fingerprint(project.folder());
        for (DeliveryConfig delivery : project.config().deliveries()) {
            run(project, delivery, fingerprint, lake);
        }
    }

    private void run(PipelineProject project, DeliveryConfig delivery, String fingerprint, Lake lake)
            throws ProjectException, ConflictException, JobRefusedException, ServerUnavailableException, IOException {
        String name = DeliveryPlan.jobName(project.config().name(), delivery.name());
        @Nullable JobRecord previous = journal.find(name).orElse(null);
        if (previous != null && previous.fingerprint().equals(fingerprint) && runs(previous)) {
            return;
        }
        if (previous != null) {
            refuseOtherWay(previous, delivery);
        }
        JobRecord record = new JobRecord(
                name,
                project.folder().toAbsolutePath().normalize().toString(),
                target.environment(),
                target.kafka(),
                target.registry().toString(),
                target.flink().toString(),
                target.checkpoints().toString(),
                JobID.generate().toString(),
                State.SUBMITTING,
                null,
                null,
                false,
                fingerprint,
                Lineage.reading(delivery.stream().value()),
                Fork.NONE.number(),
                null);
        Path snapshot = Submission.snapshot(journal, record);
        Folders.copy(project.folder(), snapshot);
        progress.at(Progress.Step.PLANNING, name);
        PlannedJob job = planOrForget(lake, PipelineProject.load(snapshot), record);
        @Nullable SavedState state = null;
        if (previous != null) {
            JobRecord stopped =
                    previous.shouldRun() ? new JobStop(journal, cluster, progress).stop(previous) : previous;
            state = new NewestState(journal).of(stopped).orElse(null);
        }
        progress.at(Progress.Step.SUBMITTING, target.flink().toString());
        JobRecord submitted = state == null ? record : record.successor(record.jobId(), state.path());
        new Submission(journal, cluster).submit(submitted, job, lake.jars(), state);
        progress.at(Progress.Step.STARTED, name);
        if (previous != null) {
            Folders.delete(journal.submission(name).resolve(previous.jobId()));
        }
    }

    private PlannedJob planOrForget(Lake lake, PipelineProject submitted, JobRecord record)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        try {
            return DeliveryPlan.plan(lake, submitted, record);
        } catch (ProjectException | ConflictException | ServerUnavailableException e) {
            Folders.delete(journal.submission(record.pipeline()).resolve(record.jobId()));
            throw e;
        }
    }

    /** Its state counts positions in one stream and commits to one table. */
    private void refuseOtherWay(JobRecord previous, DeliveryConfig delivery)
            throws ProjectException, ConflictException, IOException {
        Path snapshot = Submission.snapshot(journal, previous);
        if (!Files.isDirectory(snapshot)) {
            return;
        }
        for (DeliveryConfig before : PipelineProject.load(snapshot).config().deliveries()) {
            String was = way(before);
            String now = way(delivery);
            if (before.name().equals(delivery.name()) && !was.equals(now)) {
                throw new ConflictException("Delivery '" + delivery.name() + "' carried " + was + " and can't carry "
                        + now + " from where it is: give the new one another name.");
            }
        }
    }

    private static String way(DeliveryConfig delivery) {
        return delivery.stream().value() + " to " + delivery.table().value() + " of "
                + delivery.kind().where();
    }

    private boolean runs(JobRecord job) throws ServerUnavailableException {
        return job.shouldRun()
                && job.flink().equals(target.flink().toString())
                && cluster.find(JobID.fromHexString(job.jobId()))
                        .map(state -> state != ClusterJobState.ENDING && !state.isEnded())
                        .orElse(false);
    }
}
