package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.rollup.WindowView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for mistakes in a project; runs nothing, writes nothing and needs no server. */
final class ProjectCheck {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparingInt(Problem::column);

    private final StreamTables tables;

    ProjectCheck(StreamTables tables) {
        this.tables = tables;
    }

    /** All problems by file and place; empty if there are none. */
    List<Problem> problems(Path folder) throws IOException {
        return findings(folder).problems();
    }

    ProjectFindings findings(Path folder) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<WindowView> views = new ArrayList<>();
        List<SlowRule> rules = new ArrayList<>();
        Optional<PipelineProject> project = PipelineProject.read(folder, problems);
        if (project.isPresent()) {
            Path workFolder = Files.createTempDirectory("weir-check");
            try {
                check(project.get(), workFolder, problems, views);
                rules.addAll(SlowRule.of(project.get().streams()));
            } catch (ContractException e) {
                problems.addAll(e.problems());
            } finally {
                Folders.delete(workFolder);
            }
        }
        return new ProjectFindings(problems.stream().distinct().sorted(BY_PLACE).toList(), views, rules);
    }

    private void check(PipelineProject project, Path workFolder, List<Problem> problems, List<WindowView> views)
            throws IOException {
        try (ProjectPlan plan =
                new ProjectPlan(project, project.folder(), workFolder.toUri().toString(), workFolder, problems)) {
            ModelsCheck.check(project, plan.functionNames(), problems);
            List<Problem> contracts = new ArrayList<>();
            ProjectStreams streams = tables.open(project, null, Fork.NONE, contracts);
            if (contracts.isEmpty()) {
                @Nullable
                Set<String> read = plan.plan(streams, Lineage.NONE, problems)
                        .map(job -> job.lineage().sources())
                        .orElse(null);
                views.addAll(plan.windowViews());
                DeliveryCheck.check(project, streams, problems);
                AccountCheck.check(project, streams, read, problems);
                FeatureCheck.check(project, streams, problems);
                LatencyCheck.check(project, streams, problems);
            }
            // Otherwise every statement on a broken stream would be a problem of its own.
            problems.addAll(contracts);
        }
    }
}
