package dev.weir.cli;

import dev.weir.contract.Problem;
import dev.weir.pipeline.ProjectFindings;
import dev.weir.pipeline.SlowRule;
import dev.weir.pipeline.rollup.WindowView;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir check}: looks for mistakes in a project without running or writing anything. */
@Command(
        name = "check",
        description =
                "Look for mistakes in contracts, SQL and functions, and say how views with windows are computed and which rules are slow. Runs and writes nothing.")
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "DIR", description = "The project's folder.")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        ProjectFindings findings = Jobs.pipelines(weir.home()).check(Jobs.existing(folder));
        List<Problem> problems = findings.problems();
        switch (weir.output()) {
            case TABLE -> {
                findings.views().forEach(view -> weir.console().data(view.name() + ": " + view.how()));
                findings.rules().forEach(rule -> weir.console().data(rule.stream() + ": " + rule.how()));
                problems.forEach(problem -> weir.console().data(problem.toString()));
            }
            case JSON -> weir.print(table(findings));
        }
        weir.console()
                .progress(
                        problems.isEmpty()
                                ? folder + " is fine"
                                : problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        return problems.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    }

    /** Views and slow rules are no problems: their kind says so. */
    private static Table table(ProjectFindings findings) {
        Table table = new Table("kind", "file", "line", "column", "code", "message");
        for (WindowView view : findings.views()) {
            table.add(
                    "view",
                    view.statement().file().toString(),
                    view.line(),
                    view.column(),
                    view.code(),
                    view.name() + ": " + view.how());
        }
        for (SlowRule rule : findings.rules()) {
            table.add(
                    "rule",
                    rule.file().toString(),
                    rule.line(),
                    rule.column(),
                    rule.code(),
                    rule.stream() + ": " + rule.how());
        }
        for (Problem problem : findings.problems()) {
            table.add(
                    "problem",
                    problem.file().toString(),
                    problem.line(),
                    problem.column(),
                    problem.code(),
                    problem.message());
        }
        return table;
    }
}
