package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The supervisor of the servers of one directory: a process that starts again what dies or is stuck. Keeps nothing in
 * memory, so any number of processes may look after the same supervisor.
 */
public final class Supervision {
    static final String NAME = "supervisor";

    private static final Duration END = Duration.ofSeconds(5);

    /** One that has said nothing for so long is stuck: it writes every few seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final StackConfig config;
    private final StackDirectory directory;
    private final ProcessTable processes;
    private final SupervisorReport report;

    Supervision(StackConfig config, StackDirectory directory, ProcessTable processes) {
        this.config = config;
        this.directory = directory;
        this.processes = processes;
        this.report = new SupervisorReport(directory);
    }

    /**
     * Makes sure that a supervisor watches the servers that were started, in place of one that is stuck. Does nothing
     * if one does, if no server was started, or if another process starts or stops servers just now.
     *
     * @param program from what is ready once the supervisor has looked at all servers to the process, which must be
     *     named {@code supervisor} and call {@link #supervise}; asked only if one is needed
     * @throws ServerFailedException if it doesn't start
     */
    @SuppressWarnings("try") // A lock is held, not used.
    public void ensure(Function<Readiness, ManagedProcess> program) {
        if (!isNeeded()) {
            return;
        }
        Optional<StackLock> free = StackLock.tryAcquire(directory);
        if (free.isEmpty()) {
            return;
        }
        try (StackLock lock = free.get()) {
            if (isNeeded()) {
                processes.stop(NAME, "KILL", END);
                ManagedProcess process = program.apply(reportsAfter(Instant.now()));
                processes.awaitReady(process, processes.start(process));
            }
        }
    }

    private boolean isNeeded() {
        return Files.isDirectory(directory.run())
                && Servers.all(config, directory).keySet().stream().anyMatch(name -> processes.isRecorded(name.id()))
                && (processes.find(NAME).isEmpty() || isStuck());
    }

    private Readiness reportsAfter(Instant begin) {
        return () -> report.written().filter(begin::isBefore).isPresent()
                ? Optional.empty()
                : Optional.of("The supervisor has not looked at the servers yet.");
    }

    /** Whether a supervisor runs that has not said anything for long, or for less if a signal has stopped it. */
    boolean isStuck() {
        return processes
                .find(NAME)
                .filter(process ->
                        !report.isRecent(ProcessSight.isPaused(process) ? WatchConfig.DEFAULT.paused() : SILENCE))
                .isPresent();
    }

    /**
     * Watches the servers that were started and starts again what dies or is stuck, until no server is wanted any more.
     * Returns at once if another process does.
     *
     * @param work done in each step
     */
    public void supervise(SupervisedWork work) {
        List<LocalServer> watched = Servers.all(config, directory).values().stream()
                .map(server -> new LocalServer(server, config, directory, processes))
                .toList();
        new Supervisor(directory, watched, work).run();
    }

    /** Ends the supervisor, so that what is stopped from now on stays so. Does nothing if there is none. */
    public void end() {
        processes.stop(NAME, "TERM", END);
    }

    /** What the supervisor has to say, by server or pipeline; empty while all is well or none runs. */
    public Map<String, String> notes() {
        return processes.find(NAME).isPresent() ? report.load() : Map.of();
    }

    /** How long the further process of that name has been running; empty if it does not. */
    public Optional<Duration> uptime(String name) {
        return processes
                .find(name)
                .flatMap(process -> process.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()));
    }

    /**
     * Starts a further process unless it runs, and doesn't wait until it is ready.
     *
     * @return false if another process starts or stops servers just now
     */
    @SuppressWarnings("try") // A lock is held, not used.
    public boolean tryStart(ManagedProcess process) {
        Optional<StackLock> free = StackLock.tryAcquire(directory);
        if (free.isEmpty()) {
            return false;
        }
        try (StackLock lock = free.get()) {
            if (processes.find(process).isEmpty()) {
                processes.start(process);
            }
            return true;
        }
    }

    /** Kills a further process, or forgets one that has ended. */
    public void kill(String name) {
        processes.stop(name, "KILL", END);
    }

    /**
     * The jars of the supervisor's own program, copied to where a build doesn't change them; entries that are no jars stay
     * as they are. Call it only while neither a supervisor nor what it started runs from them.
     *
     * @throws ServerFailedException if a build is just writing them
     */
    public List<Path> copyOfProgram(List<Path> classPath) {
        List<Path> jars = classPath.stream().filter(Files::isRegularFile).toList();
        try {
            Iterator<Path> copies =
                    new JarCopy(directory.servers(), NAME).of(jars).iterator();
            return classPath.stream()
                    .map(entry -> jars.contains(entry) ? copies.next() : entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Weir's jars can't be copied to " + directory.servers() + "; is the disk full?", e);
        }
    }
}
