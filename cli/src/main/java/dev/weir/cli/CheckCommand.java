package dev.weir.cli;

import dev.weir.contract.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir check}: looks for mistakes in a project without running or writing anything. */
@Command(name = "check", description = "Look for mistakes in contracts, SQL and functions. Runs and writes nothing.")
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "DIR", description = "The project's folder.")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = Jobs.pipelines(weir.home()).check(Jobs.existing(folder));
        switch (weir.output()) {
            case TABLE -> problems.forEach(problem -> weir.console().data(problem.toString()));
            case JSON -> weir.print(table(problems));
        }
        weir.console()
                .progress(
                        problems.isEmpty()
                                ? folder + " is fine"
                                : problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        return problems.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    }

    private static Table table(List<Problem> problems) {
        Table table = new Table("file", "line", "column", "code", "message");
        problems.forEach(problem -> table.add(
                problem.file().toString(), problem.line(), problem.column(), problem.code(), problem.message()));
        return table;
    }
}
