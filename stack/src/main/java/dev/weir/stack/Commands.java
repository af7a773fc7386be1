package dev.weir.stack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end. */
final class Commands {
    private static final int MINUTES = 2;

    private Commands() {}

    /**
     * Runs the command with its output in a file.
     *
     * @param failure what a failure of it means, without a full stop
     * @throws ServerFailedException if it does not end well
     */
    static void run(String failure, List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(new File("/")) // Ours may be closed to the user that the command runs as.
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new ServerFailedException(failure + ": " + command + " takes too long.\n" + LogTail.of(output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerFailedException(failure + ": interrupted.", e);
        }
        if (process.exitValue() != 0) {
            throw new ServerFailedException(
                    failure + ": " + command + " exits with " + process.exitValue() + ".\n" + LogTail.of(output));
        }
    }

    /** Whether the command can be run and ends well; its output is dropped. */
    static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) { // No such program.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the command prints, without blanks around it. */
    static String output(String failure, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ServerFailedException(failure + ": " + command + " exits with " + process.exitValue() + ".");
            }
            return output.trim();
        } catch (IOException e) {
            throw new ServerFailedException(failure + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException(failure + ": interrupted.", e);
        }
    }
}
