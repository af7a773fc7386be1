package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code weir down}: ends supervision, stops jobs with a savepoint, then the local servers. */
@Command(
        name = "down",
        description = "Stop the jobs, each with a savepoint, and the local servers. Data stay; weir up goes on.")
final class DownCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Override
    public Integer call() throws Exception {
        LocalStack stack = LocalServers.asStarted(weir.home());
        new Captures(weir.home(), weir.console()).sayWhatIsKept();
        // It looks after the supervisor, so it goes first.
        stack.stop(ServerName.METRICS.id());
        stack.supervision().end();
        stack.supervision().kill(RecoveryProcess.NAME);
        Jobs.suspendAll(weir.home(), stack, weir.console());
        stack.down();
        weir.console()
                .progress("All servers are stopped; their data stay in "
                        + weir.home().data());
        return ExitCode.FINE;
    }
}
