package dev.weir.pipeline.query;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.NotFoundException;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.PlannedQuery;
import dev.weir.pipeline.plan.QuerySession;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.kafka.QueryLog;
import dev.weir.streams.kafka.QueryStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.jspecify.annotations.Nullable;

/**
 * SQL statements one after another over streams. Queries run on a Flink in this process: they end with it, whatever ends
 * it, and the clusters of pipelines don't know of them. Mistakes are {@link ProjectException}s at their place. Not
 * thread-safe.
 */
public final class Queries implements AutoCloseable {

    private final QueryStreams streams;
    private final PipelineFunctions functions;
    private final QueryStart start;
    private final boolean follow;
    private final List<SqlStatement> definitions = new ArrayList<>();
    private @Nullable QueryCluster cluster;

    /**
     * @param streams to be closed by the caller, as the functions
     * @param start where queries begin in their streams
     * @param follow whether they go on with what comes
     */
    public Queries(QueryStreams streams, PipelineFunctions functions, QueryStart start, boolean follow) {
        this.streams = streams;
        this.functions = functions;
        this.start = start;
        this.follow = follow;
    }

    /** Makes the first query start faster: call this as soon as it is known that there will be one. */
    public void warmUp() {
        if (cluster == null) {
            cluster = new QueryCluster();
        }
    }

    /** The streams as they are now, by name. */
    public List<StreamContract> streams() throws ContractException {
        streams.refresh();
        return streams.list().stream()
                .flatMap(name -> streams.find(name).stream())
                .toList();
    }

    /** Names of the views that were defined. */
    public List<String> views() {
        return definitions.stream()
                .filter(definition -> definition.kind() == Kind.CREATE_VIEW)
                .map(definition -> String.valueOf(definition.target()))
                .toList();
    }

    /** Names of all functions, built-in ones included. The first call takes a second; any thread may do it. */
    public List<String> functionNames() {
        QuerySession session = newSession();
        session.registerFunctions();
        return session.functionNames();
    }

    /**
     * Defines what a project defines for its pipeline, as far as that goes without its other statements.
     *
     * @return what isn't there, and why
     */
    public List<String> defineAll(List<SqlStatement> statements) {
        QuerySession session = newSession();
        List<String> refused = new ArrayList<>(session.registerFunctions());
        for (SqlStatement statement : statements) {
            try {
                session.define(statement);
                definitions.add(statement);
            } catch (ProjectException e) {
                e.problems().forEach(problem -> refused.add(problem.toString()));
            }
        }
        return refused;
    }

    /** Defines a view or function, or sets an option, for the statements to come. */
    public void define(SqlStatement statement) throws ProjectException, ContractException {
        streams.refresh();
        session().define(statement);
        definitions.add(statement);
    }

    /** Forgets a view. */
    public void dropView(SqlStatement drop) throws NotFoundException {
        forget(Kind.CREATE_VIEW, drop, "view");
    }

    /** Forgets what was SET. */
    public void reset(SqlStatement reset) throws NotFoundException {
        forget(Kind.SET, reset, "option");
    }

    private void forget(Kind kind, SqlStatement statement, String what) throws NotFoundException {
        if (!definitions.removeIf(definition ->
                definition.kind() == kind && String.valueOf(definition.target()).equals(statement.target()))) {
            throw new NotFoundException("No " + what + " '" + statement.target() + "' was defined here.");
        }
    }

    /**
     * Makes a stream: topic, schema, contract in force, and its file.
     *
     * @return empty if it was there already, and just so
     */
    public Optional<CreatedStream> create(SqlStatement statement)
            throws ProjectException, ContractException, ConflictException, ServerUnavailableException, IOException {
        streams.refresh();
        session().define(statement);
        return streams.publishCreated();
    }

    /** The columns of a stream or view. */
    public ResolvedSchema describe(SqlStatement statement, String table) throws ProjectException, ContractException {
        streams.refresh();
        return session().describe(statement, table);
    }

    /** What Flink answers to a SHOW or an EXPLAIN. */
    public TableResult answer(SqlStatement statement) throws ProjectException, ContractException {
        streams.refresh();
        return session().answer(statement);
    }

    /**
     * Starts a query.
     *
     * @throws NotFoundException if it reads a stream that isn't published
     * @throws ServerUnavailableException if Kafka can't be reached: try again
     */
    public RunningQuery query(SqlStatement statement)
            throws ProjectException, ContractException, NotFoundException, ServerUnavailableException,
                    QueryFailedException, InterruptedException {
        warmUp();
        streams.refresh();
        ResultQueue queue = new ResultQueue();
        PlannedQuery plan;
        try {
            plan = session().plan(statement, new ResultSink(queue.id()));
            new QueryTopics(streams.config()).refuseAbsent(plan.topics());
        } catch (ProjectException | NotFoundException | ServerUnavailableException | RuntimeException e) {
            queue.close();
            throw e;
        }
        JobGraph graph = plan.jobGraph(new JobID());
        functions.jars().forEach(jar -> graph.addJar(new Path(jar.toUri())));
        return RunningQuery.start(plan, graph, Objects.requireNonNull(cluster).flink(), queue);
    }

    private QuerySession session() throws ProjectException {
        QuerySession session = newSession();
        session.registerFunctions();
        for (SqlStatement definition : definitions) {
            session.define(definition);
        }
        return session;
    }

    private QuerySession newSession() {
        return new QuerySession(new QueryLog(streams.config(), start, follow), streams, functions, follow);
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
