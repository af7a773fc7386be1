package dev.weir.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server of the stack under supervision. Whatever it does, it does under the stack's lock and after looking once more:
 * what it saw before may be long past.
 */
record LocalServer(Server server, StackConfig config, StackDirectory directory, ProcessTable processes)
        implements WatchedServer {

    @Override
    public String name() {
        return server.name().id();
    }

    @Override
    public Set<String> needs() {
        return server.name().needs().stream().map(ServerName::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Sight look() {
        Optional<ProcessHandle> running = processes.find(name());
        if (running.isEmpty() && processes.isRecorded(name())) {
            running = processes.recordAnew(server.process());
            return running.map(ProcessSight::of).orElse(Sight.DEAD);
        }
        return running.map(ProcessSight::of).orElse(Sight.UNWANTED);
    }

    @Override
    public Optional<String> missing() {
        return server.process().readiness().missing();
    }

    @Override
    public Duration startTimeout() {
        return server.process().startTimeout();
    }

    @Override
    @SuppressWarnings("try") // A lock is held, not used.
    public boolean start() {
        Optional<StackLock> free = StackLock.tryAcquire(directory);
        if (free.isEmpty()) {
            return false;
        }
        try (StackLock lock = free.get()) {
            if (look().state() != State.DEAD) {
                return false;
            }
            if (server.name() == ServerName.JOB_MANAGER) {
                new LostWorkers(processes).kill();
            }
            Map<ServerName, List<Path>> files =
                    new Artifacts(new ClassPathCache(directory.cache()), Progress.SILENT).fetch(List.of(server));
            new Startup(processes, config.ports(), files, Progress.SILENT).launch(server);
            return true;
        }
    }

    @Override
    public void answered() {
        processes.recordAnew(server.process());
        server.completed();
    }

    @Override
    @SuppressWarnings("try") // A lock is held, not used.
    public boolean kill(long pid) {
        Optional<StackLock> free = StackLock.tryAcquire(directory);
        if (free.isEmpty()) {
            return false;
        }
        try (StackLock lock = free.get()) {
            Optional<ProcessHandle> stuck = processes
                    .find(name())
                    .filter(process -> process.pid() == pid)
                    .filter(process ->
                            ProcessSight.isPaused(process) || missing().isPresent());
            stuck.ifPresent(process -> processes.kill(process, name()));
            return stuck.isPresent();
        }
    }
}
