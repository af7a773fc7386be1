package dev.weir.cli;

import dev.weir.pipeline.ChoiceNeededException;
import dev.weir.pipeline.RestoreEffects;
import dev.weir.pipeline.RunOptions;
import dev.weir.pipeline.RunOutcome;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Option(
            names = "--from",
            paramLabel = "STATE",
            description =
                    "Restore this checkpoint or savepoint (its folder) instead of the newest; says first what that"
                            + " repeats and skips.")
    private @Nullable String from;

    @Option(
            names = "--outputs",
            paramLabel = "WHAT",
            description = "With --from, what becomes of results that come a second time: repeat writes them to the"
                    + " pipeline's streams again, fork to new streams beside them.")
    private RunOptions.@Nullable Outputs outputs;

    @Override
    public Integer call() throws Exception {
        if (outputs != null && from == null) {
            throw new CommandFailure(ExitCode.USAGE, "--outputs goes with --from.");
        }
        PipelineProject project = PipelineProject.load(Jobs.existing(folder));
        Target target = Jobs.target(weir.home(), project, environment);
        Captures captures = new Captures(weir.home(), weir.console());
        captures.prepare(project, target);
        if (!project.script().statements().isEmpty()
                || project.config().sources().isEmpty()) {
            int exitCode = run(target);
            if (exitCode != ExitCode.FINE) {
                return exitCode;
            }
        }
        captures.apply(project, target, snapshot);
        return ExitCode.FINE;
    }

    private int run(Target target) throws Exception {
        RunOptions options = new RunOptions(dropState, from == null ? null : uri(from), outputs);
        try {
            RunOutcome outcome = Jobs.pipelines(weir.home(), weir.console())
                    .run(folder, target, options, new JobProgress(weir.console()));
            weir.print(table(outcome));
            if (outcome instanceof RunOutcome.Started started && from != null) {
                tell(started);
            }
            return ExitCode.FINE;
        } catch (ChoiceNeededException e) {
            weir.print(table(e.effects()));
            weir.console()
                    .progress("Nothing was done. Restoring " + e.effects().state()
                            + " would do this. Say with it what becomes of the results that come a second time:"
                            + " --outputs repeat writes them to the same streams again, --outputs fork to new streams,"
                            + " which begin empty, and leaves these as they are.");
            return ExitCode.CONFLICT;
        }
    }

    private void tell(RunOutcome.Started started) {
        String run = "weir run " + folder;
        if (!started.forks().isEmpty()) {
            String forks = started.forks().entrySet().stream()
                    .map(fork -> fork.getValue() + " in place of " + fork.getKey())
                    .collect(Collectors.joining(", "));
            weir.console()
                    .progress("From that state on, results go to " + forks
                            + ". What was written until now stays as it is,"
                            + " and who reads it, deliveries included, gets no more. `" + run
                            + "` keeps to that; --from STATE --outputs repeat ends it.");
        }
        if (started.left() != null) {
            weir.console()
                    .progress("The way back to where the pipeline was: " + run + " --from " + started.left()
                            + " --outputs repeat");
        }
    }

    /** A person names a folder, Flink a URI. */
    private static String uri(String state) {
        return state.matches("[a-z][a-z0-9+.-]+:.*")
                ? state
                : Path.of(state).toAbsolutePath().normalize().toUri().toString();
    }

    private static Table table(RunOutcome outcome) {
        Table table = new Table("pipeline", "job", "outcome", "from", "fork");
        String forks = outcome.forks().isEmpty()
                ? null
                : String.join(", ", new TreeSet<>(outcome.forks().values()));
        if (outcome instanceof RunOutcome.Started started) {
            table.add(started.pipeline(), started.jobId(), "started", started.startedFrom(), forks);
        } else {
            table.add(outcome.pipeline(), outcome.jobId(), "runs already", null, forks);
        }
        return table.hideUnlessKnown("fork");
    }

    static Table table(RestoreEffects effects) {
        Table table = new Table("stream", "use", "read again", "skipped", "no longer kept", "written twice at most");
        effects.inputs()
                .forEach(
                        input -> table.add(input.stream(), "read", input.again(), input.skipped(), input.gone(), null));
        effects.outputs().forEach(output -> table.add(output.stream(), "written", null, null, null, output.since()));
        return table;
    }
}
