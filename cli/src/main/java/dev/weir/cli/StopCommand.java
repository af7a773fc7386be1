package dev.weir.cli;

import dev.weir.pipeline.job.JobRecord;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir stop}: stops one pipeline with a savepoint. */
@Command(name = "stop", description = "Stop a pipeline with a savepoint; the next run goes on from there.")
final class StopCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, as weir status shows it.")
    private String pipeline;

    @Override
    public Integer call() throws Exception {
        JobRecord job = Jobs.pipelines(weir.home()).stop(pipeline, new JobProgress(weir.console()));
        Table table = new Table("pipeline", "job", "state", "savepoint");
        table.add(job.pipeline(), job.jobId(), job.state().name().toLowerCase(Locale.ROOT), job.savedAs());
        weir.print(table);
        return ExitCode.FINE;
    }
}
