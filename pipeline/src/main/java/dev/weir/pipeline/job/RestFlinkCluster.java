package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.weir.pipeline.plan.PlannedJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.jspecify.annotations.Nullable;

/** A Flink session cluster, local or not, by the address of its REST API. */
public final class RestFlinkCluster implements FlinkCluster {

    private static final Duration SUBMISSION = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 100;

    private final URI address;
    private final FlinkRest rest;

    /** @param address for instance {@code http://localhost:7088} */
    public RestFlinkCluster(URI address) {
        this.address = address;
        this.rest = new FlinkRest(address);
    }

    /** Asks the job itself: {@code /jobs/<id>} would answer from a cache. */
    @Override
    public Optional<ClusterJobState> find(JobID id) throws ServerUnavailableException {
        return rest.get("/jobs/" + id + "/status")
                .map(job -> ClusterJobState.of(job.path("status").asText()));
    }

    @Override
    public boolean runs(String name) throws ServerUnavailableException {
        JsonNode jobs = rest.get("/jobs/overview").orElse(NullNode.instance).path("jobs");
        if (!jobs.isArray()) {
            throw new ServerUnavailableException("Flink at " + address + " doesn't say what jobs it has.");
        }
        for (JsonNode job : jobs) {
            if (job.path("name").asText().equals(name)
                    && !ClusterJobState.of(job.path("state").asText()).isEnded()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void submit(JobID id, PlannedJob job, List<Path> jars, @Nullable StartPoint start)
            throws ServerUnavailableException, JobRefusedException {
        JobGraph graph = job.jobGraph(id);
        jars.forEach(jar -> graph.addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
        if (start != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(
                    start.path(),
                    start.mayDropState(),
                    start.owned() ? RecoveryClaimMode.CLAIM : RecoveryClaimMode.NO_CLAIM));
        }
        upload(graph);
        awaitStart(id);
    }

    private void upload(JobGraph graph) throws ServerUnavailableException, JobRefusedException {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, address.getHost());
        configuration.set(RestOptions.PORT, address.getPort());
        try (RestClusterClient<String> client = new RestClusterClient<>(configuration, "weir")) {
            client.submitJob(graph).get(SUBMISSION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (find(graph.getJobID()).isEmpty() && isPassing(e)) {
                throw new ServerUnavailableException(
                        "Flink at " + address + " can't take a job now: " + rootMessage(e), e);
            }
            if (find(graph.getJobID()).isEmpty()) {
                throw new JobRefusedException(
                        "Flink at " + address + " didn't take the job: " + rootMessage(e) + " Nothing was started.", e);
            }
            // Only its answer got lost.
        } catch (TimeoutException e) {
            throw new ServerUnavailableException(
                    "Flink at " + address + " didn't answer within " + SUBMISSION.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while submitting to " + address + ".", e);
        } catch (Exception e) {
            throw new ServerUnavailableException("No client for Flink at " + address + ": " + rootMessage(e), e);
        }
    }

    /** Flink restores state while it builds the job: only then it's known whether state could be mapped. */
    private void awaitStart(JobID id) throws ServerUnavailableException, JobRefusedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode job = rest.get("/jobs/" + id).orElse(NullNode.instance);
            ClusterJobState state = ClusterJobState.of(job.path("state").asText());
            if (state == ClusterJobState.FAILED) {
                throw new JobRefusedException("Flink could not start the job: "
                        + failure(id).orElse("it gives no reason; see the JobManager's log."));
            }
            if (state == ClusterJobState.RUNNING && allRun(job.path("vertices"))) {
                return;
            }
            pause();
        }
    }

    private static boolean allRun(JsonNode vertices) {
        for (JsonNode vertex : vertices) {
            if (!vertex.path("status").asText().equals("RUNNING")) {
                return false;
            }
        }
        return !vertices.isEmpty();
    }

    @Override
    public String stopWithSavepoint(JobID id, String folder, Duration timeout)
            throws ServerUnavailableException, JobRefusedException {
        JsonNode trigger = rest.post(
                        "/jobs/" + id + "/stop",
                        Map.of("targetDirectory", folder, "drain", false, "formatType", "CANONICAL"))
                .orElseThrow(() -> new JobRefusedException("Flink doesn't know job " + id + "."));
        String request =
                "/jobs/" + id + "/savepoints/" + trigger.path("request-id").asText();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = rest.get(request)
                    .orElseThrow(() -> new JobRefusedException("Flink forgot the savepoint of job " + id + "."));
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                if (operation.hasNonNull("location")) {
                    awaitEnd(id, timeout);
                    return operation.path("location").asText();
                }
                throw new JobRefusedException("The savepoint failed: "
                        + rootCause(operation
                                .path("failure-cause")
                                .path("stack-trace")
                                .asText()));
            }
            pause();
        }
        throw new ServerUnavailableException("The savepoint isn't there after " + timeout.toSeconds() + " s.");
    }

    @Override
    public void cancel(JobID id, Duration timeout) throws ServerUnavailableException {
        rest.patch("/jobs/" + id + "?mode=cancel");
        awaitEnd(id, timeout);
    }

    private void awaitEnd(JobID id, Duration timeout) throws ServerUnavailableException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!find(id).map(ClusterJobState::isEnded).orElse(true)) {
            if (System.nanoTime() > deadline) {
                throw new ServerUnavailableException(
                        "Job " + id + " hasn't ended after " + timeout.toSeconds() + " s.");
            }
            pause();
        }
    }

    @Override
    public OptionalLong newestCheckpoint(JobID id) throws ServerUnavailableException {
        JsonNode number = rest.get("/jobs/" + id + "/checkpoints")
                .orElse(NullNode.instance)
                .at("/latest/completed/id");
        return number.canConvertToLong() ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
    }

    @Override
    public Optional<String> failure(JobID id) throws ServerUnavailableException {
        return rest.get("/jobs/" + id + "/exceptions?maxExceptions=1")
                .map(answer -> answer.path("exceptionHistory").path("entries").path(0))
                .map(entry -> entry.path("stacktrace").asText())
                .filter(trace -> !trace.isBlank())
                .map(RestFlinkCluster::rootCause);
    }

    @Override
    public Optional<Map<String, Long>> drops(JobID id) throws ServerUnavailableException {
        return find(id).filter(state -> state == ClusterJobState.RUNNING).isPresent()
                ? new RestDrops(rest).read(id)
                : Optional.empty();
    }

    @Override
    public Optional<JobMetrics> metrics(JobID id) throws ServerUnavailableException {
        return new RestJobMetrics(rest).read(id);
    }

    private static boolean isPassing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || (cause instanceof RestClientException rejected
                            && rejected.getHttpResponseStatus().code() == 503)) {
                return true;
            }
        }
        return false;
    }

    private static String rootCause(String stackTrace) {
        int last = stackTrace.lastIndexOf("Caused by: ");
        return FlinkRest.firstLine(last < 0 ? stackTrace : stackTrace.substring(last + "Caused by: ".length()));
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return rootCause(String.valueOf(root.getMessage() == null ? root : root.getMessage()));
    }

    private static void pause() throws ServerUnavailableException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while waiting for Flink.", e);
        }
    }
}
