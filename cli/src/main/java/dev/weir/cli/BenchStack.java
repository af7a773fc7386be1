package dev.weir.cli;

import dev.weir.pipeline.Folders;
import dev.weir.stack.LastStart;
import dev.weir.stack.LocalStack;
import dev.weir.stack.PreflightCheck;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Servers for one bench, like those of {@code weir up}, in a folder and on ports of their own: what runs already is never
 * touched. Closing it takes them down with all their data, and so does the end of the process.
 */
final class BenchStack implements AutoCloseable {

    /** How far its ports lie from those of the stack beside it, unless a person says otherwise. */
    static final int PORTS_APART = 400;

    private static final Set<ServerName> SERVERS =
            Set.of(ServerName.KAFKA, ServerName.REGISTRY, ServerName.JOB_MANAGER, ServerName.TASK_MANAGER);

    private static final Map<String, String> NAMES = Map.of(
            ServerName.KAFKA.id(), "Kafka",
            ServerName.TASK_MANAGER.id(), "Flink's worker",
            ServerName.JOB_MANAGER.id(), "Flink's JobManager",
            ServerName.REGISTRY.id(), "the registry");

    private final Home home;
    private final LocalStack stack;
    private final Console console;
    private final FileChannel lock;
    private final Thread atExit = new Thread(this::takeDownAtExit, "bench-down");
    private volatile boolean exiting;
    private boolean closed;

    private BenchStack(Home home, LastStart start, Console console, FileChannel lock) {
        this.home = home;
        this.console = console;
        this.lock = lock;
        stack = LocalServers.of(home, start);
    }

    /**
     * Clears what a bench that was killed has left, and starts the servers.
     *
     * @param user whose servers stay as they are
     * @param portOffset null for one beside that of the user's servers
     * @throws CommandFailure if another bench runs here, or something is in the way
     */
    static BenchStack start(Home user, @Nullable Integer portOffset, Console console) throws IOException {
        Home home = new Home(user.root(), folder(user));
        LastStart users = LastStart.in(user.data());
        LastStart start =
                new LastStart(portOffset != null ? portOffset : users.portOffset() + PORTS_APART, users.workerHeap());
        BenchStack bench = new BenchStack(home, start, console, lock(home));
        try {
            LocalServers.asStarted(home).down();
            bench.deleteData();
            bench.passPreflight();
            Runtime.getRuntime().addShutdownHook(bench.atExit);
            bench.stack.up(SERVERS, new UpProgress(console));
            return bench;
        } catch (IOException | RuntimeException e) {
            bench.close();
            throw e;
        }
    }

    /** Where a bench works, and leaves its report. */
    static Path folder(Home user) {
        return user.data().resolve("bench");
    }

    private static FileChannel lock(Home home) throws IOException {
        Files.createDirectories(home.data());
        FileChannel channel = FileChannel.open(
                home.data().resolve("bench.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "Another `weir bench` runs in " + home.data()
                            + ". Wait for its end: two at once would measure each other.");
        }
        return channel;
    }

    private void passPreflight() {
        for (PreflightCheck check : stack.preflight(SERVERS)) {
            if (check.result() == PreflightCheck.Result.FAILED) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "The bench can't have servers of its own: " + check.name() + ": " + check.found() + ". "
                                + check.remedy() + " Other ports: --port-offset N.");
            }
        }
    }

    Home home() {
        return home;
    }

    LocalStack servers() {
        return stack;
    }

    /** A copy of a project's files, into which contracts of derived streams may be written. */
    Path copyOf(Path project) throws IOException {
        Path copy = home.data().resolve("project");
        Folders.copyWhole(project, copy);
        return copy;
    }

    /** The ids of the servers' processes, by names for people. */
    Map<String, Long> processes() {
        Map<String, Long> processes = new TreeMap<>();
        for (ServerStatus server : stack.status()) {
            String name = NAMES.get(server.name());
            if (name != null && server.pid().isPresent()) {
                processes.put(name, server.pid().getAsLong());
            }
        }
        return processes;
    }

    /** Whether this process is about to end, so that whatever goes wrong now is of no interest. */
    boolean isExiting() {
        return exiting;
    }

    private void takeDownAtExit() {
        exiting = true;
        console.progress("Taking the bench's servers down …");
        end();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // The process ends already: the hook does it.
            return;
        }
        end();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        stack.down();
        try {
            deleteData();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("What the bench has left in " + home.data() + " can't be deleted.", e);
        }
    }

    /** All but logs, the report, and what is needed again to start. */
    private void deleteData() throws IOException {
        for (String folder : new String[] {"data", "jobs", "project", "tmp"}) {
            Folders.delete(home.data().resolve(folder));
        }
    }
}
