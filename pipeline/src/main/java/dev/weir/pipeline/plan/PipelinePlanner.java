package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.rollup.Recognition;
import dev.weir.pipeline.rollup.WindowView;
import dev.weir.pipeline.rollup.WindowView.RolledUp;
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
    private WindowViews views = WindowViews.NONE;

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
        views = computed(inserts);
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
        return define(views, problems);
    }

    private PlanningSession define(WindowViews computed, List<Problem> problems) {
        PlanningSession session = new PlanningSession(settings, functionFolder, functions, streams, computed, problems);
        session.define(script, problems);
        return session;
    }

    /** The views with windows, and how the last plan computes them. */
    public List<WindowView> windowViews() {
        return views.views();
    }

    private WindowViews computed(List<SqlStatement> inserts) {
        WindowViews recognised = recognised();
        List<RolledUp> hopping = recognised.withoutKnownWindows();
        if (hopping.isEmpty()) {
            return recognised;
        }
        long plain = windowsKnown(WindowViews.NONE, inserts);
        return plain > 0 && windowsKnown(recognised, inserts) < plain
                ? recognised.without(
                        hopping,
                        "its windows are joined, ranked or aggregated by window_start and window_end, which Flink does"
                                + " with HOP and CUMULATE only in plain SQL")
                : recognised;
    }

    /** In how many operators Flink knows that rows are of windows made before; 0 if it can't plan the job. */
    private long windowsKnown(WindowViews computed, List<SqlStatement> inserts) {
        List<Problem> known = new ArrayList<>();
        PlanningSession session = define(computed, known);
        inserts.forEach(insert -> session.insert(insert, known));
        try {
            return session.job(Lineage.NONE).lineage().operators().stream()
                    .filter(operator -> operator.description().contains("win_start=["))
                    .count();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private WindowViews recognised() {
        boolean windows = script.all(Kind.CREATE_VIEW).stream().anyMatch(Recognition::hasWindow);
        if (!windows || !settings.rollUps()) {
            return WindowViews.NONE;
        }
        // What is wrong is found again where the job is planned.
        return define(WindowViews.NONE, new ArrayList<>()).windowViews(script);
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
