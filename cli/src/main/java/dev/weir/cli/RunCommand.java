package dev.weir.cli;

import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.RunOutcome;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir run}: brings a pipeline to run as its folder says. */
@Command(name = "run", description = "Run a project's pipeline, or bring a running one up to date with its state.")
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "DIR", description = "The project's folder.")
    private Path folder;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = EnvironmentConfig.LOCAL,
            description = "One of the environments in weir.yaml (default ${DEFAULT-VALUE}).")
    private String environment = EnvironmentConfig.LOCAL;

    @Option(
            names = "--allow-dropped-state",
            description = "Go on when state of the running job has no place in the new plan: it is lost.")
    private boolean dropState;

    @Option(
            names = "--snapshot",
            paramLabel = "SOURCE",
            description = "Take the tables of a source anew: its streams are emptied and filled again.")
    private @Nullable String snapshot;

    @Override
    public Integer call() throws Exception {
        PipelineProject project = PipelineProject.load(Jobs.existing(folder));
        Target target = Jobs.target(weir.home(), project, environment);
        Captures captures = new Captures(weir.home(), weir.console());
        captures.prepare(project, target);
        if (!project.script().statements().isEmpty()
                || project.config().sources().isEmpty()) {
            run(target);
        }
        captures.apply(project, target, snapshot);
        return ExitCode.FINE;
    }

    private void run(Target target) throws Exception {
        RunOutcome outcome = Jobs.pipelines(weir.home(), weir.console())
                .run(folder, target, new RunOptions(dropState), new JobProgress(weir.console()));
        Table table = new Table("pipeline", "job", "outcome", "from");
        if (outcome instanceof RunOutcome.Started started) {
            table.add(started.pipeline(), started.jobId(), "started", started.startedFrom());
        } else {
            table.add(outcome.pipeline(), outcome.jobId(), "runs already", null);
        }
        weir.print(table);
    }
}
