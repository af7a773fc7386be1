package dev.weir.cli;

import dev.weir.pipeline.job.JobRecord;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir stop}: stops one pipeline with a savepoint, or gives it up. */
@Command(name = "stop", description = "Stop a pipeline with a savepoint; the next run goes on from there.")
final class StopCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, as weir status shows it.")
    private String pipeline;

    @Option(
            names = "--give-up",
            description = "It never goes on: no savepoint, and what it hasn't committed is lost. Weir audit --mend then"
                    + " aborts what it has left open.")
    private boolean giveUp;

    @Override
    public Integer call() throws Exception {
        JobProgress progress = new JobProgress(weir.console());
        JobRecord job = giveUp
                ? Jobs.pipelines(weir.home()).giveUp(pipeline, progress)
                : Jobs.pipelines(weir.home()).stop(pipeline, progress);
        Table table = new Table("pipeline", "job", "state", "savepoint");
        table.add(
                job.pipeline(),
                job.jobId(),
                job.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                job.savedAs());
        weir.print(table);
        return ExitCode.FINE;
    }
}
