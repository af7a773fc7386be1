package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One local Weir with a home and ports of its own, spoken to through {@code ./weir} alone. */
final class Weir {

    /** What a command answered. */
    record Answer(int exitCode, String out, String err) {}

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path home;
    private final int portOffset;
    private final Map<String, String> environment;

    Weir(Path home, int portOffset) {
        this(home, portOffset, Map.of());
    }

    /** @param environment of its commands, beside ours */
    Weir(Path home, int portOffset, Map<String, String> environment) {
        this.home = home;
        this.portOffset = portOffset;
        this.environment = Map.copyOf(environment);
    }

    static Path repository() {
        return REPOSITORY;
    }

    String kafka() {
        return "127.0.0.1:" + (7092 + portOffset);
    }

    String registry() {
        return "http://127.0.0.1:" + (7081 + portOffset) + "/apis/ccompat/v7";
    }

    String flink() {
        return "http://127.0.0.1:" + (7088 + portOffset);
    }

    String gateway() {
        return "http://127.0.0.1:" + (7070 + portOffset);
    }

    int mqttPort() {
        return 7883 + portOffset;
    }

    String metrics() {
        return "http://127.0.0.1:" + (7090 + portOffset) + "/metrics";
    }

    void up(String... options) {
        List<String> command = new ArrayList<>(List.of("up", "--port-offset", Integer.toString(portOffset)));
        command.addAll(List.of(options));
        expect(0, command.toArray(String[]::new));
    }

    void down() {
        expect(0, "down");
    }

    /** Also while servers are down, which the exit code says. */
    JsonNode status() {
        try {
            Answer answer = run("status", "--output", "json");
            if (answer.exitCode() != 0 && answer.exitCode() != 6) {
                throw new AssertionError("weir status exited with " + answer.exitCode() + "\n" + answer.err());
            }
            return JSON.readTree(answer.out());
        } catch (IOException e) {
            throw new UncheckedIOException("weir status --output json printed no JSON", e);
        }
    }

    /** The row of {@code weir status} that counts what became of a stream's events; empty until it is there. */
    JsonNode streamCounts(String stream) {
        return row(status().get("streams"), "stream", stream);
    }

    /**
     * Ends servers with SIGKILL, and waits until the operating system says that they are gone. All processes are found
     * before the first is ended, since the supervisor ends a worker whose JobManager died.
     */
    void kill(String... servers) {
        JsonNode table = status().get("servers");
        List<ProcessHandle> processes = Arrays.stream(servers)
                .map(server -> row(table, "server", server).get("pid").asLong())
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** The process ids of all that runs, by name. Read from the files of the local stack, so that nobody is woken up. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new TreeMap<>();
        try (var files = Files.list(home.resolve("run"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                Properties record = new Properties();
                try (var in = Files.newInputStream(file)) {
                    record.load(in);
                }
                String name = file.getFileName().toString().replace(".pid", "");
                pids.put(name, Long.parseLong(record.getProperty("pid")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the process records", e);
        }
        return pids;
    }

    /** Sends a signal to processes, all in one moment. */
    void signal(String signal, String... servers) {
        Map<String, Long> pids = pids();
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        for (String server : servers) {
            command.add(pids.get(server).toString());
        }
        try {
            Answer answer = program(new byte[0], command.toArray(String[]::new));
            if (answer.exitCode() != 0) {
                throw new AssertionError(command + ": " + answer.err());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The command lines of all processes that have to do with this home, or work in it. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .map(this::commandLineOfOurs)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String commandLineOfOurs(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
            Path directory = Files.readSymbolicLink(process.resolve("cwd"));
            return line.contains(home.toString()) || directory.startsWith(home) ? line : "";
        } catch (IOException e) { // It has just gone, or is another user's.
            return "";
        }
    }

    /** Waits until a checkpoint that began after this call is complete, so that all read before is committed. */
    void awaitNextCheckpoint(String pipeline) {
        String job =
                row(status().get("pipelines"), "pipeline", pipeline).get("job").asText();
        URI checkpoints = URI.create("http://127.0.0.1:" + (7088 + portOffset) + "/jobs/" + job + "/checkpoints");
        long completed = Http.json(checkpoints).at("/counts/completed").asLong();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Http.json(checkpoints).at("/counts/completed").asLong() >= completed + 2);
    }

    /** What Flink says of a pipeline's job. */
    JsonNode job(String pipeline) {
        return Http.json(URI.create(flinkJob(pipeline)));
    }

    /** How many jobs the cluster has that haven't ended. */
    int runningJobs() {
        int running = 0;
        for (JsonNode job : Http.json(URI.create(flink() + "/jobs/overview")).path("jobs")) {
            running += job.path("end-time").asLong() < 0 ? 1 : 0;
        }
        return running;
    }

    private String flinkJob(String pipeline) {
        String id =
                row(status().get("pipelines"), "pipeline", pipeline).get("job").asText();
        return flink() + "/jobs/" + id;
    }

    private static JsonNode row(JsonNode table, String column, String value) {
        for (JsonNode row : table) {
            if (row.get(column).asText().equals(value)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    /** Runs a command and fails with all that it printed if it doesn't exit with {@code exitCode}. */
    Answer expect(int exitCode, String... arguments) {
        Answer answer = run(arguments);
        if (answer.exitCode() != exitCode) {
            throw new AssertionError("weir " + String.join(" ", arguments) + " exited with " + answer.exitCode()
                    + ", expected " + exitCode + "\n" + answer.out() + "\n" + answer.err());
        }
        return answer;
    }

    Answer run(String... arguments) {
        return runFor(LONGEST_COMMAND, arguments);
    }

    /** The same with a command that may take so long. */
    Answer runFor(Duration longest, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(REPOSITORY.resolve("weir").toString());
        command.addAll(List.of(arguments));
        return execute(command, longest);
    }

    /** Runs lines of a shell in the checkout, as if pasted by a person. */
    Answer shell(String lines) {
        return execute(List.of("sh", "-c", lines), LONGEST_COMMAND);
    }

    /** The same, and every line must succeed. */
    Answer expectShell(String lines) {
        Answer answer = shell("set -e\n" + lines);
        if (answer.exitCode() != 0) {
            throw new AssertionError(
                    lines + "\nexited with " + answer.exitCode() + "\n" + answer.out() + "\n" + answer.err());
        }
        return answer;
    }

    private Answer execute(List<String> command, Duration longest) {
        try {
            Path out = Files.createTempFile("weir", ".out");
            Path err = Files.createTempFile("weir", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(REPOSITORY.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            builder.environment().putAll(Map.of("WEIR_HOME", home.toString(), "WEIR_BUILD", "never"));
            Process process = builder.start();
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end within " + longest + "\n"
                        + Files.readString(out) + "\n" + Files.readString(err));
            }
            Answer answer = new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** Copies a folder of {@code pipelines/} so that a test can write into it. */
    static Path copyOfPipeline(String name, Path target) throws IOException {
        Path source = REPOSITORY.resolve("pipelines").resolve(name);
        try (var files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /** The text that a program prints, for tools that are not Weir's. */
    static Answer program(byte[] input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input);
        }
        String out;
        String err;
        try (InputStream stdout = process.getInputStream();
                InputStream stderr = process.getErrorStream()) {
            out = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
            err = new String(stderr.readAllBytes(), StandardCharsets.UTF_8);
        }
        return new Answer(process.waitFor(), out, err);
    }
}
