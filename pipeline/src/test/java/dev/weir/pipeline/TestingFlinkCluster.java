package dev.weir.pipeline;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.FlinkCluster;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.StartPoint;
import dev.weir.pipeline.plan.PlannedJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** A cluster that keeps its jobs in a map and can lose them, refuse them or be gone. */
final class TestingFlinkCluster implements FlinkCluster {

    /** A job as it was submitted. */
    record Submitted(JobID id, @Nullable StartPoint start) {}

    final Map<JobID, ClusterJobState> jobs = new HashMap<>();
    final List<Submitted> submitted = new ArrayList<>();
    boolean isGone;
    boolean answersNoSubmission;
    boolean refusesSavepoints;
    boolean refusesJobs;
    /** Jobs that nobody submitted here. */
    final List<String> others = new ArrayList<>();

    long checkpoint = 100;

    @Override
    public Optional<ClusterJobState> find(JobID id) throws ServerUnavailableException {
        failIfGone();
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public boolean runs(String name) throws ServerUnavailableException {
        failIfGone();
        return others.contains(name);
    }

    @Override
    public void submit(JobID id, PlannedJob job, List<Path> jars, @Nullable StartPoint start)
            throws ServerUnavailableException, JobRefusedException {
        failIfGone();
        if (refusesJobs) {
            throw new JobRefusedException("No.");
        }
        if (jobs.putIfAbsent(id, ClusterJobState.RUNNING) != null) {
            throw new AssertionError("Job " + id + " was submitted twice");
        }
        submitted.add(new Submitted(id, start));
        if (answersNoSubmission) {
            throw new ServerUnavailableException("The answer was lost.");
        }
    }

    @Override
    public String stopWithSavepoint(JobID id, String folder, Duration timeout)
            throws ServerUnavailableException, JobRefusedException {
        failIfGone();
        if (refusesSavepoints) {
            throw new JobRefusedException("No savepoint.");
        }
        jobs.put(id, ClusterJobState.FINISHED);
        try {
            return TestingState.write(folder + "/savepoint-" + checkpoint, checkpoint++);
        } catch (IOException e) {
            throw new UncheckedIOException("The test's savepoint can't be written.", e);
        }
    }

    @Override
    public void cancel(JobID id, Duration timeout) throws ServerUnavailableException {
        failIfGone();
        jobs.put(id, ClusterJobState.CANCELED);
    }

    @Override
    public OptionalLong newestCheckpoint(JobID id) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> failure(JobID id) {
        return Optional.empty();
    }

    @Override
    public Optional<Map<String, Long>> drops(JobID id) {
        return Optional.empty();
    }

    @Override
    public Optional<JobMetrics> metrics(JobID id) {
        return Optional.empty();
    }

    long running() {
        return jobs.values().stream()
                .filter(state -> state == ClusterJobState.RUNNING)
                .count();
    }

    private void failIfGone() throws ServerUnavailableException {
        if (isGone) {
            throw new ServerUnavailableException("Gone.");
        }
    }
}
