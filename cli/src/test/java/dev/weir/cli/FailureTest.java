package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.NotFoundException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    private static final Problem PROBLEM =
            new Problem(Path.of("streams/a.yaml"), 3, 7, "CONTRACT-004", "No such column.");

    @Test
    void exitCodeSaysWhatToDoNext() {
        assertThat(exitCode(new ContractException(List.of(PROBLEM)))).isEqualTo(1);
        assertThat(exitCode(new ProjectException(List.of(PROBLEM)))).isEqualTo(1);
        assertThat(exitCode(new NotFoundException("?"))).isEqualTo(3);
        assertThat(exitCode(new ConflictException("?"))).isEqualTo(4);
        assertThat(exitCode(new RegistryUnavailableException("?"))).isEqualTo(6);
        assertThat(exitCode(new ServerUnavailableException("?"))).isEqualTo(6);
        assertThat(exitCode(new org.apache.kafka.common.errors.TimeoutException("?")))
                .isEqualTo(6);
        assertThat(exitCode(new IllegalStateException("?"))).isEqualTo(70);
    }

    @Test
    void problemsArePrintedWithTheirPlace() {
        assertThat(printed(new ContractException(List.of(PROBLEM)), false))
                .isEqualTo("streams/a.yaml:3:7: No such column. [CONTRACT-004]\n");
    }

    @Test
    void fullDiskIsNoFaultOfOurs() {
        UncheckedIOException full = new UncheckedIOException(
                "Jars can't be copied.", new FileSystemException("/x/a.jar", null, "No space left on device"));

        assertThat(exitCode(full)).isEqualTo(6);
        assertThat(printed(full, false)).contains("Jars can't be copied.", "The disk is full. Make room");
    }

    @Test
    void stackTraceIsShownOnlyWhenAskedFor() {
        IllegalStateException ours = new IllegalStateException("it broke");

        assertThat(printed(ours, false)).contains("it broke", "a fault of Weir").doesNotContain("\tat ");
        assertThat(printed(ours, true)).contains("\tat ");
    }

    private static int exitCode(Throwable cause) {
        return Failure.of(cause).exitCode();
    }

    private static String printed(Throwable cause, boolean verbose) {
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false);
        Failure.of(cause).print(console, new Home(Path.of("/x"), Path.of("/x/.weir")), verbose);
        return err.toString();
    }
}
