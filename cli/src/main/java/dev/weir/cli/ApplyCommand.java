package dev.weir.cli;

import dev.weir.contract.publish.ContractPublisher;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir apply}: publishes a project's contracts and leaves its running job alone. */
@Command(name = "apply", description = "Publish a project's contracts; running pipelines go on as they are.")
final class ApplyCommand implements Callable<Integer> {

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

    @Override
    public Integer call() throws Exception {
        PipelineProject project = PipelineProject.load(Jobs.existing(folder));
        Target target = Jobs.target(weir.home(), project, environment);
        Captures captures = new Captures(weir.home(), weir.console());
        captures.prepare(project, target);
        Table table = new Table("stream", "version", "outcome");
        for (ContractPublisher.Published result : Jobs.pipelines(weir.home()).apply(project, target)) {
            table.add(
                    result.published().contract().name(),
                    result.published().version(),
                    switch (result.outcome()) {
                        case CREATED -> "created";
                        case NEW_VERSION -> "new version";
                        case UNCHANGED -> "unchanged";
                    });
        }
        captures.apply(project, target, null);
        weir.print(table);
        return ExitCode.FINE;
    }
}
