package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code weir recover}: what the supervisor runs to bring back jobs. People have {@code weir up}. */
@Command(name = "recover", hidden = true, description = "Submit again the jobs that should run and are gone.")
final class RecoverCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Override
    public Integer call() throws Exception {
        Map<String, String> failures = Jobs.recover(weir.home(), weir.console());
        new RecoveryReport(weir.home()).store(failures);
        return failures.isEmpty() ? ExitCode.FINE : ExitCode.UNREACHABLE;
    }
}
