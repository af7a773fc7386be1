package dev.weir.cli;

import dev.weir.pipeline.testing.Difference;
import dev.weir.pipeline.testing.PipelineTests;
import dev.weir.pipeline.testing.TestResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir test}: runs a project's tests in this process, or records real events for one. */
@Command(
        name = "test",
        description = "Run a project's tests in this process, without any server; or record real events for one.")
final class TestCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The project's folder (default: where you are).")
    private Path folder;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "Test files (default: all of DIR/tests).")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--fail-fast", description = "Stop after the first test that fails.")
    private boolean failFast;

    @Option(
            names = "--record",
            paramLabel = "STREAM",
            description = "Instead, print real events of a running stream as a test; personal columns are masked.")
    private @Nullable String record;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many events to record, from the stream's beginning (default ${DEFAULT-VALUE}).")
    private int count = 20;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new CommandFailure(ExitCode.USAGE, "-n takes a whole number, at least 1.");
        }
        if (record != null) {
            new Recording(weir, Jobs.existing(folder), record).print(count);
            return ExitCode.FINE;
        }
        Jobs.existing(folder);
        List<Path> chosen = files.isEmpty() ? PipelineTests.files(folder) : files;
        if (chosen.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "There is no test in " + folder.resolve("tests") + ": write a .yaml file there.");
        }
        long start = System.nanoTime();
        List<TestResult> results;
        try (PipelineTests tests = PipelineTests.start()) {
            results = tests.run(folder, chosen, failFast, result -> {
                if (weir.output() == OutputFormat.TABLE) {
                    print(result);
                }
            });
        }
        if (weir.output() == OutputFormat.JSON) {
            weir.print(table(results));
        }
        long failed = results.stream().filter(result -> !result.passed()).count();
        weir.console()
                .progress(results.size() + (results.size() == 1 ? " test" : " tests") + ", "
                        + (failed == 0 ? "all passed" : failed + " failed")
                        + ", " + Amounts.time(Duration.ofNanos(System.nanoTime() - start)));
        return failed == 0 ? ExitCode.FINE : ExitCode.FAILED;
    }

    private void print(TestResult result) {
        String mark = result.passed() ? "✓ " : "✗ ";
        weir.console().data(mark + result.name() + "  (" + result.duration().toMillis() + " ms)");
        for (Difference difference : result.differences()) {
            weir.console().data("    " + where(difference) + difference.what());
            difference.details().forEach(line -> weir.console().data("        " + line));
        }
    }

    private static String where(Difference difference) {
        return difference.place() + ": " + (difference.stream().isEmpty() ? "" : difference.stream() + ": ");
    }

    private static Table table(List<TestResult> results) {
        Table table = new Table("file", "line", "test", "passed", "millis", "stream", "what", "details");
        for (TestResult result : results) {
            if (result.passed()) {
                table.add(
                        result.place().file().toString(),
                        result.place().line(),
                        result.name(),
                        true,
                        result.duration().toMillis(),
                        null,
                        null,
                        null);
            }
            for (Difference difference : result.differences()) {
                table.add(
                        difference.place().file().toString(),
                        difference.place().line(),
                        result.name(),
                        false,
                        result.duration().toMillis(),
                        difference.stream(),
                        difference.what(),
                        String.join("\n", difference.details()));
            }
        }
        return table;
    }
}
