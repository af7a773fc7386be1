package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.functions.score.ScoreFunction.Pace;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.ModelFunctions;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.job.JobJars;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PipelinePlanner;
import dev.weir.pipeline.plan.PlanSettings;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.rollup.WindowView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A project with its functions loaded, ready to be planned as often as needed; closing it unloads them. */
final class ProjectPlan implements AutoCloseable {

    private final PipelineProject project;
    private final String checkpoints;
    private final FunctionFolder folder;
    private final PipelineFunctions functions;
    private List<WindowView> views = List.of();

    /**
     * @param edited the folder that a person edits, of which {@code project} may be a copy
     * @param checkpoints URI of the folder for checkpoints
     * @param workFolder gets the compiled functions
     * @param problems gets what is wrong with the functions
     */
    ProjectPlan(PipelineProject project, Path edited, String checkpoints, Path workFolder, List<Problem> problems)
            throws IOException {
        this.project = project;
        this.checkpoints = checkpoints;
        this.folder = new FunctionFolder(project.functions());
        this.functions = folder.load(workFolder, problems)
                .with(ModelFunctions.of(project.config().models(), edited, Pace.BATCHES));
    }

    /** The jars of the functions, and what models need. */
    List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>(functions.jars());
        if (!functions.models().isEmpty()) {
            jars.add(JobJars.onnxRuntime());
        }
        return jars;
    }

    /** Names of the functions that aren't models. */
    Set<String> functionNames() {
        return functions.byName().keySet();
    }

    Optional<PlannedJob> plan(TableSession.Factory streams, Lineage lineage, List<Problem> problems) {
        PlanSettings settings = new PlanSettings(
                        project.config().name(),
                        project.config().commit(),
                        project.config().latency(),
                        project.config().parallelism(),
                        checkpoints)
                .with(project.config().state());
        PipelinePlanner planner = new PipelinePlanner(settings, project.script(), folder, functions, streams);
        Optional<PlannedJob> job = planner.plan(lineage, problems);
        views = planner.windowViews();
        return job;
    }

    /** The views with windows, and how the last plan computes them. */
    List<WindowView> windowViews() {
        return views;
    }

    /** Like {@link #plan}, for a project that was checked. */
    PlannedJob planChecked(TableSession.Factory streams, Lineage lineage) throws ProjectException {
        List<Problem> problems = new ArrayList<>();
        Optional<PlannedJob> job = plan(streams, lineage, problems);
        if (job.isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(new Problem(
                        project.folder().resolve(PipelineProject.SCRIPT),
                        1,
                        1,
                        "SQL-006",
                        "There is nothing to run: a pipeline has at least one INSERT INTO."));
            }
            throw new ProjectException(problems);
        }
        return job.get();
    }

    @Override
    public void close() throws IOException {
        functions.close();
    }
}
