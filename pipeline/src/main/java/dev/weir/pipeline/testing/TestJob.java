package dev.weir.pipeline.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** One run of the planned job. Its methods wait; none longer than a minute. */
final class TestJob {

    private static final long LONGEST_SECONDS = 60;
    private static final long POLL_NANOS = 2_000_000;

    private final MiniCluster flink;
    private final JobID id;
    private final CompletableFuture<JobResult> result;

    private TestJob(MiniCluster flink, JobID id) {
        this.flink = flink;
        this.id = id;
        this.result = flink.requestJobResult(id);
    }

    static TestJob start(MiniCluster flink, JobGraph graph) throws TestEngineException, InterruptedException {
        try {
            flink.submitJob(graph).get(LONGEST_SECONDS, TimeUnit.SECONDS);
            TestJob job = new TestJob(flink, graph.getJobID());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            while (!job.result.isDone() && !job.isRunning()) {
                if (System.nanoTime() > end) {
                    throw new TestEngineException("The job didn't start within " + LONGEST_SECONDS + " s.");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return job;
        } catch (ExecutionException | TimeoutException e) {
            throw new TestEngineException("Flink in this process doesn't take the job: " + e.getMessage(), e);
        }
    }

    private boolean isRunning() throws ExecutionException, InterruptedException, TimeoutException {
        AccessExecutionGraph graph = flink.getExecutionGraph(id).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        // A job that isn't initialised yet has no vertices.
        return graph.getAllExecutionVertices().iterator().hasNext()
                && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
                        .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING);
    }

    /** Waits until everything that was read has gone through all operators: a checkpoint's barriers follow it. */
    void settle() throws PipelineFailedException, TestEngineException, InterruptedException {
        await(flink.triggerCheckpoint(id, CheckpointType.FULL));
    }

    /** @return the savepoint's path */
    String savepoint(Path folder) throws PipelineFailedException, TestEngineException, InterruptedException {
        return await(flink.triggerSavepoint(id, folder.toUri().toString(), false, SavepointFormatType.CANONICAL));
    }

    private <T> T await(CompletableFuture<T> answer)
            throws PipelineFailedException, TestEngineException, InterruptedException {
        try {
            return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            failIfEnding();
            throw new TestEngineException("The job doesn't take a checkpoint: " + e.getMessage(), e);
        }
    }

    /** Throws what ended the job, if something is about to. */
    private void failIfEnding() throws PipelineFailedException, TestEngineException, InterruptedException {
        try {
            result.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return;
        }
        failIfEnded();
    }

    /** Throws what ended the job, if something did. */
    void failIfEnded() throws PipelineFailedException, TestEngineException, InterruptedException {
        if (!result.isDone()) {
            return;
        }
        Throwable cause = failure();
        throw new PipelineFailedException(reason(cause), cause);
    }

    private Throwable failure() throws TestEngineException, InterruptedException {
        try {
            JobResult ended = result.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            return ended.getSerializedThrowable()
                    .<Throwable>map(failed -> failed.deserializeError(getClass().getClassLoader()))
                    .orElseGet(() -> new IllegalStateException("The job ended by itself."));
        } catch (ExecutionException | TimeoutException e) {
            throw new TestEngineException("Flink in this process lost the job: " + e.getMessage(), e);
        }
    }

    /** The innermost cause says it best. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean said = cause.getMessage() != null && !cause.getMessage().isBlank();
            innermost = said ? cause : innermost;
            if (cause.getClass().getName().startsWith("dev.weir.")) {
                break;
            }
        }
        return String.valueOf(innermost.getMessage());
    }

    /** Waits until the job has ended. */
    void awaitEnd() throws TestEngineException, InterruptedException {
        try {
            result.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TestEngineException("The job doesn't end: " + e.getMessage(), e);
        }
    }

    void cancel() throws TestEngineException, InterruptedException {
        flink.cancelJob(id).exceptionally(alreadyEnded -> null);
        awaitEnd();
    }

    /** How many events of each stream had each fate; by stream, then by fate. */
    Map<String, Map<String, Long>> fates() {
        return FateReporter.counts(id);
    }

    void forget() {
        FateReporter.forget(id);
    }
}
