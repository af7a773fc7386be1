package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements of one pipeline as one job, with Flink's planner in this process. Plans once; not thread-safe.
 *
 * <p>What the catalog does on CREATE TABLE is its own affair: give one that only remembers if nothing may be written.
 */
public final class PipelinePlanner {

    private static final String CATALOG = "weir";

    private final SqlScript script;
    private final PipelineFunctions functions;
    private final FunctionFolder functionFolder;
    private final StreamExecutionEnvironment environment;
    private final StreamTableEnvironment tables;
    private final Set<String> failed = new HashSet<>();

    public PipelinePlanner(
            PlanSettings settings,
            SqlScript script,
            FunctionFolder functionFolder,
            PipelineFunctions functions,
            Catalog catalog) {
        this.script = script;
        this.functions = functions;
        this.functionFolder = functionFolder;
        this.environment = new StreamExecutionEnvironment(settings.jobConfiguration(), functions.loader());
        this.tables = StreamTableEnvironment.create(
                environment,
                EnvironmentSettings.newInstance()
                        .inStreamingMode()
                        .withClassLoader(functions.loader())
                        .build());
        useCatalog(catalog);
        tables.getConfig().set("table.local-time-zone", "UTC");
        // Leaves the kind of each operator where OperatorNames looks for it.
        tables.getConfig().set("table.exec.uid.generation", "ALWAYS");
        tables.getConfig().set("table.exec.uid.format", "<transformation>");
    }

    /**
     * Parses and plans everything, going on after an error where that is of use.
     *
     * @param lineage the names of the job that this one follows
     * @param problems gets what is wrong
     * @return empty if there were problems, or if the script has no INSERT
     */
    public Optional<PlannedJob> plan(Lineage lineage, List<Problem> problems) {
        int before = problems.size();
        registerFunctions(problems);
        StreamStatementSet together = tables.createStatementSet();
        List<SqlStatement> sound = new ArrayList<>();
        TreeMap<String, SqlStatement> sinks = new TreeMap<>();
        for (SqlStatement statement : script.statements()) {
            switch (statement.kind()) {
                case SET -> SqlOptions.apply(statement, tables.getConfig()).ifPresent(problems::add);
                case CREATE_TABLE -> define(statement, statement.text(), problems);
                case CREATE_VIEW -> define(statement, temporary(statement, "VIEW", "TEMPORARY"), problems);
                case CREATE_FUNCTION ->
                    define(statement, temporary(statement, "FUNCTION", "TEMPORARY SYSTEM"), problems);
                case INSERT -> {
                    refuseSecondInsert(sinks.putIfAbsent(String.valueOf(statement.target()), statement), statement)
                            .ifPresent(problems::add);
                    if (attempt(statement, 0, () -> together.addInsertSql(statement.text()), problems)) {
                        sound.add(statement);
                    }
                }
            }
        }
        if (problems.size() > before || sound.size() < script.all(Kind.INSERT).size()) {
            planEach(sound, problems);
            return Optional.empty();
        }
        return sound.isEmpty() ? Optional.empty() : translate(together, sound, lineage, problems);
    }

    private Optional<PlannedJob> translate(
            StreamStatementSet together, List<SqlStatement> inserts, Lineage lineage, List<Problem> problems) {
        try {
            together.attachAsDataStream();
        } catch (RuntimeException e) {
            int before = problems.size();
            planEach(inserts, problems);
            if (problems.size() == before) {
                problems.add(PlannerError.of(e).problem(inserts.get(0), 0));
            }
            return Optional.empty();
        }
        Lineage successor = new OperatorNames(lineage).assign(environment.getTransformations());
        return Optional.of(new PlannedJob(environment.getStreamGraph(), functions.loader(), successor));
    }

    /** Plans each statement by itself, to learn which of them is wrong. */
    private void planEach(List<SqlStatement> inserts, List<Problem> problems) {
        for (SqlStatement insert : inserts) {
            StreamStatementSet alone = tables.createStatementSet();
            alone.addInsertSql(insert.text());
            attempt(insert, 0, alone::attachAsDataStream, problems);
        }
    }

    @SuppressWarnings("deprecation") // The successor wants a factory and its options as text.
    private void useCatalog(Catalog catalog) {
        tables.registerCatalog(CATALOG, catalog);
        tables.useCatalog(CATALOG);
    }

    private void registerFunctions(List<Problem> problems) {
        functions.byName().forEach((name, type) -> {
            try {
                tables.createTemporarySystemFunction(name, type);
            } catch (RuntimeException e) {
                failed.add(name);
                problems.add(new Problem(
                        functionFolder.file(type.getName()),
                        1,
                        1,
                        "FUNCTION-003",
                        PlannerError.of(e).message()));
            }
        });
    }

    private void define(SqlStatement statement, String text, List<Problem> problems) {
        int shift = text.length() - statement.text().length();
        if (!attempt(statement, shift, () -> tables.executeSql(text), problems)) {
            failed.add(String.valueOf(statement.target()));
        }
    }

    /** Views and functions of a pipeline live in its plan only, not in the catalog of streams. */
    private static String temporary(SqlStatement statement, String word, String inserted) {
        return statement.text().replaceFirst("(?i)^CREATE(\\s+)" + word, "CREATE$1" + inserted + " " + word);
    }

    private boolean attempt(SqlStatement statement, int shift, Runnable planning, List<Problem> problems) {
        try {
            planning.run();
            return true;
        } catch (RuntimeException e) {
            PlannerError error = PlannerError.of(e);
            boolean follows =
                    failed.contains(error.missingTable()) || (error.missesFunction() && functionsAreBroken(problems));
            if (!follows) {
                problems.add(error.problem(statement, shift));
            }
            return false;
        }
    }

    private static boolean functionsAreBroken(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.code().startsWith("FUNCTION-"));
    }

    private static Optional<Problem> refuseSecondInsert(@Nullable SqlStatement first, SqlStatement second) {
        return first == null
                ? Optional.empty()
                : Optional.of(second.problem(
                        "SQL-005",
                        "Line " + first.line() + " writes '" + second.target()
                                + "' already: join both queries with UNION ALL in one INSERT."));
    }
}
