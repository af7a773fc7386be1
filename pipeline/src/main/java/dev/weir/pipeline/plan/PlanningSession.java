package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.rollup.WindowView.RolledUp;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.Latency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/** One go at planning one job. */
final class PlanningSession {

    private final PipelineFunctions functions;
    private final StreamExecutionEnvironment environment;
    private final TableSession session;
    private final StreamStatementSet inserts;
    private final WindowViews views;
    private final Set<String> failed = new HashSet<>();
    private boolean functionsAreSound;

    /** @param views which views are rolled up */
    PlanningSession(
            PlanSettings settings,
            FunctionFolder folder,
            PipelineFunctions functions,
            TableSession.Factory streams,
            WindowViews views,
            List<Problem> problems) {
        this.functions = functions;
        this.views = views;
        this.functionsAreSound = functions.complete();
        this.environment = new StreamExecutionEnvironment(settings.jobConfiguration(), functions.loader());
        this.session = streams.open(environment);
        this.inserts = session.tables().createStatementSet();
        session.tables().getConfig().set("table.local-time-zone", "UTC");
        // Leaves the kind of each operator where OperatorNames looks for it.
        session.tables().getConfig().set("table.exec.uid.generation", "ALWAYS");
        session.tables().getConfig().set("table.exec.uid.format", "<transformation>");
        if (settings.latency() == Latency.LOW) {
            session.tables().getConfig().set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, false);
        }
        functions.byName().keySet().stream().sorted().forEach(name -> register(name, folder, problems));
        ModelCalls.register(functions.models(), session.tables());
    }

    private void register(String name, FunctionFolder folder, List<Problem> problems) {
        var type = functions.byName().get(name);
        try {
            session.tables().createTemporarySystemFunction(name, type);
        } catch (RuntimeException e) {
            functionsAreSound = false;
            problems.add(new Problem(
                    folder.file(type.getName()),
                    1,
                    1,
                    "FUNCTION-003",
                    PlannerError.of(e).message()));
        }
    }

    /** Carries out what isn't an INSERT. */
    void define(SqlScript script, List<Problem> problems) {
        script.statements().forEach(statement -> define(statement, problems));
        // Flink looks into the queries of views again where they are used.
        session.forgetQueries();
    }

    private void define(SqlStatement statement, List<Problem> problems) {
        switch (statement.kind()) {
            case SET ->
                SqlOptions.apply(statement, session.tables().getConfig()).ifPresent(problems::add);
            case CREATE_TABLE -> define(statement, statement.text(), problems);
            case CREATE_VIEW ->
                views.rolledUp(statement)
                        .ifPresentOrElse(
                                view -> define(statement, view, problems),
                                () -> define(statement, temporary(statement, "VIEW", "TEMPORARY"), problems));
            case CREATE_FUNCTION -> define(statement, temporary(statement, "FUNCTION", "TEMPORARY SYSTEM"), problems);
            case INSERT, QUERY, SHOW_STREAMS, SHOW, DESCRIBE, EXPLAIN, DROP_VIEW, RESET -> {
                // An INSERT is planned when everything is defined; a pipeline has none of the others.
            }
        }
    }

    private void define(SqlStatement statement, RolledUp view, List<Problem> problems) {
        session.rollUp(view.table());
        define(statement, view.rows(), problems);
        if (view.revisions() != null) {
            define(statement, view.revisions(), problems);
        }
    }

    private void define(SqlStatement statement, String text, List<Problem> problems) {
        int shift = text.length() - statement.text().length();
        if (!attempt(statement, shift, () -> session.tables().executeSql(text), problems)) {
            failed.add(String.valueOf(statement.target()));
        }
    }

    /** How the views with windows can be computed, if this session has them all as they are written. */
    WindowViews windowViews(SqlScript script) {
        List<SqlStatement> defined = script.all(Kind.CREATE_VIEW).stream()
                .filter(view -> !failed.contains(String.valueOf(view.target())))
                .toList();
        return WindowViews.of(script, defined, session, functions);
    }

    /** The descriptions of all operators of the job that its INSERTs are. */
    Stream<String> descriptions() {
        return environment.getTransformations().stream()
                .flatMap(root -> root.getTransitivePredecessors().stream())
                .distinct()
                .map(Transformation::getDescription)
                // What only divides or joins streams has none.
                .filter(Objects::nonNull);
    }

    /** Views and functions of a pipeline live in its plan only, not in the catalog of streams. */
    static String temporary(SqlStatement statement, String word, String inserted) {
        return statement.text().replaceFirst("(?i)^CREATE(\\s+)" + word, "CREATE$1" + inserted + " " + word);
    }

    /** Adds an INSERT to the job; false if it doesn't even parse. */
    boolean insert(SqlStatement insert, List<Problem> problems) {
        return attempt(insert, 0, () -> inserts.addInsertSql(insert.text()), problems);
    }

    /** Plans all that was inserted; throws what the planner throws. */
    PlannedJob job(Lineage lineage) {
        session.attach(inserts);
        Lineage successor = new OperatorNames(lineage)
                .assign(environment.getTransformations())
                .with(session.rolledUp(), lineage);
        return new PlannedJob(environment.getStreamGraph(), functions.loader(), successor);
    }

    /** Plans the only INSERT, to see whether it's sound. */
    void tryJob(SqlStatement insert, SqlScript script, List<Problem> problems) {
        if (attempt(insert, 0, () -> session.attach(inserts), problems)) {
            descriptions().forEach(description -> refuseUnsound(description, script, insert, problems));
        }
    }

    /** Refuses an operator whose results would be wrong. */
    void refuseUnsound(String description, SqlScript script, SqlStatement planned, List<Problem> problems) {
        if (ForgottenUpdate.isIn(description)) {
            problems.add(ForgottenUpdate.problem(planned));
        }
        if (LostWindow.isIn(description)) {
            problems.add(LostWindow.problem(planned));
        }
        if (!session.tables().getConfig().get(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED)) {
            UnretractedRank.find(description).ifPresent(rank -> problems.addAll(rank.problems(script, planned)));
        }
    }

    /** What follows from a definition that failed isn't reported again. */
    private boolean attempt(SqlStatement statement, int shift, Runnable planning, List<Problem> problems) {
        try {
            planning.run();
            return true;
        } catch (RuntimeException e) {
            PlannerError error = PlannerError.of(e);
            Optional<String> noRevisions = views.whyNoRevisions(error.missingTable());
            if (noRevisions.isPresent()) {
                problems.add(
                        new PlannerError(error.line(), error.column(), noRevisions.get()).problem(statement, shift));
            } else if (!failed.contains(error.missingTable()) && !(error.missesFunction() && !functionsAreSound)) {
                problems.add(error.problem(statement, shift));
            }
            return false;
        }
    }
}
