package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements of one pipeline as one job, with Flink's planner in this process.
 *
 * <p>What the streams do on CREATE TABLE is their own affair: give such that only remember if nothing may be written.
 */
public final class PipelinePlanner {

    private final PlanSettings settings;
    private final SqlScript script;
    private final FunctionFolder functionFolder;
    private final PipelineFunctions functions;
    private final TableSession.Factory streams;

    public PipelinePlanner(
            PlanSettings settings,
            SqlScript script,
            FunctionFolder functionFolder,
            PipelineFunctions functions,
            TableSession.Factory streams) {
        this.settings = settings;
        this.script = script;
        this.functionFolder = functionFolder;
        this.functions = functions;
        this.streams = streams;
    }

    /**
     * Parses and plans everything, going on after an error where that is of use.
     *
     * @param lineage the names of the job that this one follows
     * @param problems gets what is wrong
     * @return empty if there were problems, or if the script has no INSERT
     */
    public Optional<PlannedJob> plan(Lineage lineage, List<Problem> problems) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(functions.loader());
        try {
            return planWithFunctions(lineage, problems);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Optional<PlannedJob> planWithFunctions(Lineage lineage, List<Problem> problems) {
        List<SqlStatement> inserts = script.all(Kind.INSERT);
        List<Problem> found = new ArrayList<>();
        refuseSecondInserts(inserts, found);
        PlanningSession session = define(found);
        List<SqlStatement> sound =
                inserts.stream().filter(insert -> session.insert(insert, found)).toList();
        problems.addAll(found);
        if (!found.isEmpty() || sound.size() < inserts.size()) {
            planEach(sound, problems);
            return Optional.empty();
        }
        if (sound.isEmpty()) {
            return Optional.empty();
        }
        try {
            PlannedJob job = session.job(lineage);
            job.lineage()
                    .operators()
                    .forEach(operator ->
                            session.refuseUnsound(operator.description(), script, insertOf(operator, sound), found));
            problems.addAll(found.stream().distinct().toList());
            return found.isEmpty() ? Optional.of(job) : Optional.empty();
        } catch (RuntimeException e) {
            int before = problems.size();
            planEach(sound, problems);
            if (problems.size() == before) {
                problems.add(PlannerError.of(e).problem(sound.get(0), 0));
            }
            return Optional.empty();
        }
    }

    /** The statement that an operator belongs to, by its name; the first if it is shared by all. */
    private static SqlStatement insertOf(PlannedOperator operator, List<SqlStatement> inserts) {
        return inserts.stream()
                .filter(insert -> operator.name().startsWith(insert.target() + "/"))
                .findFirst()
                .orElse(inserts.get(0));
    }

    /** Plans each statement by itself, to learn which of them is wrong. */
    private void planEach(List<SqlStatement> inserts, List<Problem> problems) {
        for (SqlStatement insert : inserts) {
            List<Problem> known = new ArrayList<>();
            PlanningSession alone = define(known);
            if (alone.insert(insert, known)) {
                alone.tryJob(insert, script, problems);
            }
        }
    }

    private PlanningSession define(List<Problem> problems) {
        PlanningSession session = new PlanningSession(settings, functionFolder, functions, streams, problems);
        script.statements().forEach(statement -> session.define(statement, problems));
        return session;
    }

    private static void refuseSecondInserts(List<SqlStatement> inserts, List<Problem> problems) {
        TreeMap<String, SqlStatement> sinks = new TreeMap<>();
        for (SqlStatement insert : inserts) {
            @Nullable SqlStatement first = sinks.putIfAbsent(String.valueOf(insert.target()), insert);
            if (first != null) {
                problems.add(insert.problem(
                        "SQL-005",
                        "Line " + first.line() + " writes '" + insert.target()
                                + "' already: join both queries with UNION ALL in one INSERT."));
            }
        }
    }
}
