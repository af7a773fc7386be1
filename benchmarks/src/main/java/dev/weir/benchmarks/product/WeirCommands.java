package dev.weir.benchmarks.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./weir} of the checkout, with a home of its own: what a user has. */
public final class WeirCommands {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path checkout;
    private final Path home;
    private final Path logs;
    private int commands;

    /** @param logs the folder that gets what commands say beside their results */
    WeirCommands(Path checkout, Path home, Path logs) {
        this.checkout = checkout;
        this.home = home;
        this.logs = logs;
    }

    /** A command that goes on. */
    public final class Running {
        private final Process process;
        private final Path out;
        private final String line;

        private Running(Process process, Path out, String line) {
            this.process = process;
            this.out = out;
            this.line = line;
        }

        public boolean isAlive() {
            return process.isAlive();
        }

        public void end() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        /**
         * Waits for its end.
         *
         * @throws IOException if it fails
         */
        public String await() throws IOException, InterruptedException {
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IOException(line + " exited with " + exitCode + "; see " + logs);
            }
            return Files.readString(out);
        }
    }

    /** Starts a command, whose output is kept beside. */
    public Running start(String... arguments) throws IOException {
        Files.createDirectories(logs);
        List<String> command = new ArrayList<>(List.of(checkout.resolve("weir").toString()));
        command.addAll(List.of(arguments));
        String name = "%03d-%s".formatted(++commands, arguments[0]);
        Path out = logs.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectOutput(out.toFile())
                .redirectError(logs.resolve(name + ".err").toFile());
        builder.environment().put("WEIR_HOME", home.toString());
        return new Running(builder.start(), out, String.join(" ", command));
    }

    /**
     * Runs a command to its end, and returns what it printed.
     *
     * @throws IOException if it fails
     */
    public String run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).await();
    }

    /** What a command with {@code --output json} prints; also if it fails, which its JSON says. */
    public JsonNode json(String... arguments) throws IOException, InterruptedException {
        Running running = start(arguments);
        running.process.waitFor();
        return JSON.readTree(Files.readString(running.out));
    }
}
