package dev.weir.cli;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryConflictException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.UnknownPipelineException;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.NotFoundException;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.query.QueryFailedException;
import dev.weir.stack.StackBusyException;
import dev.weir.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a command that failed says and how it exits.
 *
 * @param cause whatever was thrown
 */
record Failure(int exitCode, List<String> lines, Throwable cause) {

    static Failure of(Throwable cause) {
        if (cause instanceof CommandFailure failure) {
            return new Failure(failure.exitCode(), List.of(text(cause)), cause);
        }
        if (cause instanceof ContractException wrong) {
            return new Failure(ExitCode.FAILED, lines(wrong.problems()), cause);
        }
        if (cause instanceof ProjectException wrong) {
            return new Failure(ExitCode.FAILED, lines(wrong.problems()), cause);
        }
        if (cause instanceof QueryFailedException failed) {
            int code = failed.serverAway() ? ExitCode.UNREACHABLE : ExitCode.FAILED;
            return new Failure(code, List.of(text(cause)), cause);
        }
        if (cause instanceof NotFoundException || cause instanceof UnknownPipelineException) {
            return new Failure(ExitCode.NOT_FOUND, List.of(text(cause)), cause);
        }
        if (cause instanceof StackBusyException
                || cause instanceof ConflictException
                || cause instanceof RegistryConflictException
                || cause instanceof JobRefusedException) {
            return new Failure(ExitCode.CONFLICT, List.of(text(cause)), cause);
        }
        if (cause instanceof StackException
                || cause instanceof RegistryUnavailableException
                || cause instanceof ServerUnavailableException
                || cause instanceof KafkaUnavailableException
                || cause instanceof ConnectException
                || cause instanceof RetriableException) {
            return new Failure(ExitCode.UNREACHABLE, List.of(text(cause)), cause);
        }
        if (hasNoRoom(cause)) {
            return new Failure(
                    ExitCode.UNREACHABLE,
                    List.of(
                            text(cause),
                            "The disk is full. Make room and try again; what runs goes on by itself, see `weir status`."),
                    cause);
        }
        return new Failure(ExitCode.INTERNAL, List.of(cause.toString()), cause);
    }

    /** Prints it to standard error; a stack trace only if asked for. Returns the exit code. */
    int print(Console console, Home home, boolean verbose) {
        lines.forEach(console::progress);
        if (verbose) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            console.progress(trace.toString());
        } else if (exitCode == ExitCode.INTERNAL) {
            LoggerFactory.getLogger(Failure.class).error("A command failed", cause);
            console.progress("This is a fault of Weir. The details are in "
                    + home.logs().resolve("cli.log") + ", or add --verbose.");
        }
        return exitCode;
    }

    /** Java has no type for it: these are the system's words. */
    private static boolean hasNoRoom(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static String text(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }
}
