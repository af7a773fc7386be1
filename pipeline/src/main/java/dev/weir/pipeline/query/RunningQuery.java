package dev.weir.pipeline.query;

import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.plan.PlannedQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.types.Row;
import org.apache.kafka.common.errors.RetriableException;

/** A query that runs, with what comes out of it. Not thread-safe. */
public final class RunningQuery implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(10);

    private final PlannedQuery plan;
    private final MiniCluster flink;
    private final JobID id;
    private final ResultQueue queue;
    private final CompletableFuture<JobResult> result;
    private boolean ended;

    private RunningQuery(PlannedQuery plan, MiniCluster flink, JobID id, ResultQueue queue) {
        this.plan = plan;
        this.flink = flink;
        this.id = id;
        this.queue = queue;
        this.result = flink.requestJobResult(id);
    }

    static RunningQuery start(PlannedQuery plan, JobGraph graph, MiniCluster flink, ResultQueue queue)
            throws QueryFailedException, InterruptedException {
        try {
            flink.submitJob(graph).get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            queue.close();
            throw new QueryFailedException("The query can't be started: " + e.getMessage(), false, e);
        }
        return new RunningQuery(plan, flink, graph.getJobID(), queue);
    }

    public List<String> columns() {
        return plan.columns();
    }

    /** Whether rows only come; otherwise they change and go, too, as each row's kind says. */
    public boolean appendOnly() {
        return plan.appendOnly();
    }

    /** Whether nothing will come any more. */
    public boolean ended() {
        return ended;
    }

    /**
     * What has come, in its order, after waiting at most that long for something to come.
     *
     * @throws QueryFailedException if the query broke off and everything before was polled
     */
    public List<Row> poll(Duration longest) throws QueryFailedException, InterruptedException {
        boolean done = result.isDone();
        List<Row> rows = queue.poll(done ? 0 : longest.toMillis());
        if (rows.isEmpty() && done) {
            ended = true;
            throwIfFailed();
        }
        return rows;
    }

    private void throwIfFailed() throws QueryFailedException, InterruptedException {
        Throwable failure;
        try {
            failure = result.get()
                    .getSerializedThrowable()
                    .map(thrown -> thrown.deserializeError(plan.loader()))
                    .orElse(null);
        } catch (ExecutionException e) {
            failure = e.getCause();
        }
        if (failure != null) {
            throw failed(failure);
        }
    }

    /** The innermost cause says it best, but what Weir says ends the search. */
    private static QueryFailedException failed(Throwable failure) {
        String message = failure.toString();
        boolean away = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                message = cause.getMessage();
            }
            away |= cause instanceof RegistryUnavailableException || cause instanceof RetriableException;
            if (cause instanceof OutOfMemoryError) {
                message = "The query needs more memory than this process has. Narrow it with WHERE or --from, or"
                        + " allow more: WEIR_JAVA_OPTIONS=-Xmx2g";
            }
            if (cause.getClass().getName().startsWith("dev.weir.")) {
                break;
            }
        }
        return new QueryFailedException("The query broke off: " + message, away, failure);
    }

    /** Ends the query, if it runs still. */
    @Override
    public void close() {
        try {
            if (!result.isDone()) {
                flink.cancelJob(id).get(LONGEST_CANCEL.toSeconds(), TimeUnit.SECONDS);
                result.get(LONGEST_CANCEL.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It has ended meanwhile, or ends later: nobody looks at it any more.
            ended = true;
        } finally {
            queue.close();
        }
    }
}
