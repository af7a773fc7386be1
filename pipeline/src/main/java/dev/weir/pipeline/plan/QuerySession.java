package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.catalog.StreamStore;
import dev.weir.streams.log.RecordLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;

/**
 * One go at one statement that looks at streams; nothing here talks to a server. Mistakes are {@link ProjectException}s at
 * their place in the statement.
 */
public final class QuerySession {

    private static final String ONLY_INSERTS = "doesn't support consuming";

    /** Sorts by any column once the input ends, which is what a query that doesn't follow its streams needs. */
    private static final String SORT_AT_END = "__table.exec.sort.non-temporal.enabled__";

    private final PipelineFunctions functions;
    private final StreamExecutionEnvironment environment;
    private final StreamSession session;
    private final List<SqlStatement> said = new ArrayList<>();

    /** @param follow whether queries go on with what comes; otherwise the log ends what they read */
    public QuerySession(RecordLog log, StreamStore streams, PipelineFunctions functions, boolean follow) {
        this.functions = functions;
        this.environment = new StreamExecutionEnvironment(configuration(), functions.loader());
        this.session = StreamSession.open(environment, log, streams);
        tables().getConfig().set("table.local-time-zone", "UTC");
        tables().getConfig()
                .set(
                        ExecutionConfigOptions.TABLE_EXEC_SINK_ROWTIME_INSERTER,
                        ExecutionConfigOptions.RowtimeInserter.DISABLED);
        tables().getConfig().set(SORT_AT_END, Boolean.toString(!follow));
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, "query");
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    private StreamTableEnvironment tables() {
        return session.tables();
    }

    /** Names the functions that Flink refuses. */
    public List<String> registerFunctions() {
        List<String> refused = new ArrayList<>();
        functions.byName().keySet().stream().sorted().forEach(name -> {
            try {
                tables().createTemporarySystemFunction(name, functions.byName().get(name));
            } catch (RuntimeException e) {
                refused.add(name + ": " + PlannerError.of(e).message());
            }
        });
        ModelCalls.register(functions.models(), tables());
        return refused;
    }

    /** Carries out a SET or a CREATE; a table goes to the streams, all else lives in this session only. */
    public void define(SqlStatement statement) throws ProjectException {
        said.add(statement);
        switch (statement.kind()) {
            case SET -> {
                List<Problem> problems = SqlOptions.apply(statement, tables().getConfig()).stream()
                        .toList();
                if (!problems.isEmpty()) {
                    throw new ProjectException(problems);
                }
            }
            case CREATE_TABLE -> execute(statement, statement.text());
            case CREATE_VIEW -> execute(statement, PlanningSession.temporary(statement, "VIEW", "TEMPORARY"));
            case CREATE_FUNCTION ->
                execute(statement, PlanningSession.temporary(statement, "FUNCTION", "TEMPORARY SYSTEM"));
            case INSERT, QUERY, SHOW_STREAMS, SHOW, DESCRIBE, EXPLAIN, DROP_VIEW, RESET ->
                throw new IllegalArgumentException(statement.kind() + " defines nothing");
        }
    }

    /** What Flink answers to a SHOW or an EXPLAIN. */
    public TableResult answer(SqlStatement statement) throws ProjectException {
        return execute(statement, statement.text());
    }

    /** The columns of a table or view. */
    public ResolvedSchema describe(SqlStatement statement, String table) throws ProjectException {
        return attempt(
                statement,
                0,
                () -> tables().from("`" + table.replace("`", "``") + "`").getResolvedSchema());
    }

    /** The views of this session. */
    public List<String> views() {
        return List.of(tables().listTemporaryViews());
    }

    /** All functions that SQL has here. */
    public List<String> functionNames() {
        return List.of(tables().listFunctions());
    }

    /**
     * Plans a query; to be called once.
     *
     * @param result gets the rows with their kinds, one subtask of it
     */
    public PlannedQuery plan(SqlStatement query, Sink<Row> result) throws ProjectException {
        said.add(query);
        PlannedQuery planned = attempt(query, 0, () -> {
            Table table = tables().sqlQuery(query.text());
            DataStream<Row> rows;
            boolean appendOnly = true;
            try {
                rows = session.changelog(table, ChangelogMode.insertOnly());
            } catch (TableException e) {
                if (!String.valueOf(e.getMessage()).contains(ONLY_INSERTS)) {
                    throw e;
                }
                appendOnly = false;
                rows = session.changelog(table);
            }
            rows.sinkTo(result).setParallelism(1).name("result");
            return new PlannedQuery(
                    environment.getStreamGraph(false),
                    functions.loader(),
                    table.getResolvedSchema().getColumnNames(),
                    appendOnly,
                    session.topics());
        });
        refuseUnsound(query);
        return planned;
    }

    /** Refuses what Flink would compute wrongly. */
    private void refuseUnsound(SqlStatement query) throws ProjectException {
        if (descriptions().anyMatch(ForgottenUpdate::isIn)) {
            throw new ProjectException(List.of(ForgottenUpdate.problem(query)));
        }
        if (descriptions().anyMatch(LostWindow::isIn)) {
            throw new ProjectException(List.of(LostWindow.problem(query)));
        }
        if (tables().getConfig().get(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED)) {
            return;
        }
        List<Problem> problems = descriptions()
                .flatMap(description -> UnretractedRank.find(description).stream())
                .flatMap(rank -> rank.problems(new SqlScript(said), query).stream())
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
    }

    private Stream<String> descriptions() {
        return environment.getTransformations().stream()
                .flatMap(root -> root.getTransitivePredecessors().stream())
                .map(operator -> String.valueOf(operator.getDescription()));
    }

    private TableResult execute(SqlStatement statement, String text) throws ProjectException {
        return attempt(statement, text.length() - statement.text().length(), () -> tables().executeSql(text));
    }

    private <T> T attempt(SqlStatement statement, int shift, Supplier<T> planning) throws ProjectException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(functions.loader());
        try {
            return planning.get();
        } catch (RuntimeException e) {
            Problem problem = PlannerError.of(e).problem(statement, shift);
            throw new ProjectException(List.of(new StatementHints(tables()).hinted(problem, statement)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
