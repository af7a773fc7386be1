package dev.weir.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processes that outlive us, finds them again, and ends them. */
final class ProcessTable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTable.class);

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);

    private final StackDirectory directory;

    ProcessTable(StackDirectory directory) {
        this.directory = directory;
    }

    /** The running process of that name, if any. */
    Optional<ProcessHandle> find(String name) {
        return ProcessRecord.load(recordFile(name)).flatMap(ProcessRecord::find);
    }

    /** The running process, even if the record of it was lost. */
    Optional<ProcessHandle> find(ManagedProcess process) {
        return find(process.name()).or(() -> recordAnew(process));
    }

    /**
     * Looks for the process by its command line and records it: a launcher may have become its parent.
     *
     * <p>The program must be the same too, or an editor that has the file open would do.
     */
    Optional<ProcessHandle> recordAnew(ManagedProcess process) {
        String program = realProgram(process);
        Optional<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(candidate ->
                        candidate.info().command().filter(program::equals).isPresent())
                .filter(candidate -> ProcessRecord.arguments(candidate).contains(process.marker()))
                .findFirst();
        try {
            found.ifPresent(handle -> ProcessRecord.of(handle, process.marker()).store(recordFile(process.name())));
        } catch (UncheckedIOException e) { // The disk is full, say: the next look finds it in the same way.
            LOG.warn("A process can't be recorded process={}", process.name(), e);
        }
        return found;
    }

    /** As the system names it: without symbolic links. */
    private static String realProgram(ManagedProcess process) {
        Path program = Path.of(process.command().get(0));
        try {
            return program.toRealPath().toString();
        } catch (IOException e) { // Not unpacked yet, so it doesn't run either.
            return program.toString();
        }
    }

    /** Names of all processes that were started and not stopped, running or not. */
    List<String> recorded() {
        try (Stream<Path> files = Files.list(directory.run())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".pid"))
                    .map(file -> file.substring(0, file.length() - ".pid".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) { // Nothing was ever started here.
            return List.of();
        }
    }

    boolean isRecorded(String name) {
        return Files.exists(recordFile(name));
    }

    /** Starts the process in a session of its own, so that Ctrl-C in our terminal doesn't reach it. */
    ProcessHandle start(ManagedProcess process) {
        return start(process, List.of());
    }

    /** Starts the process through {@code launcher}, a command that becomes the one that follows it. */
    ProcessHandle start(ManagedProcess process, List<String> launcher) {
        List<String> command = new ArrayList<>();
        programOnPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(launcher);
        command.addAll(process.command());
        Path output = directory.output(process.name());
        try {
            setAside(output);
            setAside(directory.log(process.name()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(process.directory().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
            builder.environment().putAll(process.environment());
            ProcessHandle started = builder.start().toHandle();
            ProcessRecord.of(started, process.marker()).store(recordFile(process.name()));
            return started;
        } catch (IOException e) {
            throw new ServerFailedException("'" + process.name() + "' can't be started with " + command + ".", e);
        }
    }

    /** Keeps what the last run wrote, so that an error of it is not taken for one of this run. */
    private static void setAside(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, Path.of(log + ".previous"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Waits until the process does its work.
     *
     * @throws ServerFailedException if it ends or its time runs out, with the last lines of its log
     */
    void awaitReady(ManagedProcess process, ProcessHandle handle) {
        long deadline = System.nanoTime() + process.startTimeout().toNanos();
        while (true) {
            Optional<String> missing = process.readiness().missing();
            if (missing.isEmpty()) {
                return;
            }
            if (endsWithin(handle, PROBE_INTERVAL)) {
                throw new ServerFailedException("'" + process.name() + "' ended while it started.\n" + log(process));
            }
            if (System.nanoTime() > deadline) {
                throw new ServerFailedException("'" + process.name() + "' (pid " + handle.pid()
                        + ") runs but was not ready within "
                        + process.startTimeout().toSeconds() + " s: "
                        + missing.get() + " Look at its log, then `weir down` and `weir up`.\n" + log(process));
            }
        }
    }

    private String log(ManagedProcess process) {
        return LogTail.of(directory.log(process.name()), directory.output(process.name()));
    }

    /** Asks the process to end, and kills it and its own children if it does not in time. Does nothing if it does not run. */
    void stop(String name, String signal, Duration timeout) {
        Optional<ProcessHandle> running = find(name);
        running.ifPresent(process -> {
            List<ProcessHandle> children = children(process);
            signal(process, signal);
            // A paused one can't hear it.
            if (ProcessSight.isPaused(process) || !endsWithin(process, timeout)) {
                children.forEach(ProcessHandle::destroyForcibly);
                kill(process, name);
            }
        });
        forget(name);
    }

    /** The processes that it has started, and those that they have: but none that is recorded, which is of its own right. */
    List<ProcessHandle> children(ProcessHandle process) {
        Set<Long> recorded = recorded().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        return children(process, recorded).toList();
    }

    private static Stream<ProcessHandle> children(ProcessHandle process, Set<Long> without) {
        return process.children()
                .filter(child -> !without.contains(child.pid()))
                .flatMap(child -> Stream.concat(Stream.of(child), children(child, without)));
    }

    /** Ends the process with SIGKILL and returns when it is gone. Its record stays. */
    void kill(ProcessHandle process, String name) {
        process.destroyForcibly();
        if (!endsWithin(process, Duration.ofSeconds(10))) {
            throw new ServerFailedException(
                    "'" + name + "' (pid " + process.pid() + ") can't be killed; end it by hand.");
        }
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(recordFile(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The process record of '" + name + "' can't be deleted.", e);
        }
    }

    private static void signal(ProcessHandle process, String signal) {
        if (signal.equals("TERM")) {
            process.destroy();
            return;
        }
        try { // Java knows no other signals; every shell does.
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new ServerFailedException("No shell to send the signal " + signal + " with.", e);
        }
    }

    /** Whether the process ends in that time. One that ended but was not waited for by its parent counts as ended. */
    static boolean endsWithin(ProcessHandle process, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                process.onExit().get(Math.min(left, PROBE_INTERVAL.toNanos()), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                if (isZombie(process)) {
                    return true;
                }
                if (System.nanoTime() >= deadline) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerFailedException("Interrupted while waiting for pid " + process.pid() + ".", e);
            } catch (ExecutionException e) {
                throw new ServerFailedException("Can't wait for pid " + process.pid() + ".", e);
            }
        }
    }

    /** Whether it ended but was not yet waited for by its parent; unknown, so false, where there is no {@code /proc}. */
    static boolean isZombie(ProcessHandle process) {
        return ProcessSight.state(process) == 'Z';
    }

    private Path recordFile(String name) {
        return directory.run().resolve(name + ".pid");
    }

    static Optional<Path> programOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
