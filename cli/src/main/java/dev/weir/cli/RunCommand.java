package dev.weir.cli;

import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.RunOutcome;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws Exception {
        PipelineProject project = PipelineProject.load(Jobs.existing(folder));
        Target target = Jobs.target(weir.home(), project, environment);
        RunOutcome outcome = Jobs.pipelines(weir.home())
                .run(folder, target, new RunOptions(dropState), new JobProgress(weir.console()));
        Table table = new Table("pipeline", "job", "outcome", "from");
        if (outcome instanceof RunOutcome.Started started) {
            table.add(started.pipeline(), started.jobId(), "started", started.startedFrom());
        } else {
            table.add(outcome.pipeline(), outcome.jobId(), "runs already", null);
        }
        weir.print(table);
        return ExitCode.FINE;
    }
}
