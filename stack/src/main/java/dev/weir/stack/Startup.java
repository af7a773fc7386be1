package dev.weir.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts servers side by side, each as soon as those that it needs are ready.
 *
 * @param files for each server that does not run, the files of its artifacts
 */
record Startup(ProcessTable processes, Ports ports, Map<ServerName, List<Path>> files, Progress progress) {

    /** Starts what does not run and returns when all are ready, or fails when all that could be started are. */
    void start(List<Server> servers) {
        ExecutorService threads =
                Executors.newFixedThreadPool(servers.size(), work -> new Thread(work, "weir-server-start"));
        try {
            Map<ServerName, CompletableFuture<Void>> ready = new EnumMap<>(ServerName.class);
            for (Server server : servers) {
                CompletableFuture<?>[] needs =
                        server.name().needs().stream().map(ready::get).toArray(CompletableFuture<?>[]::new);
                ready.put(server.name(), CompletableFuture.allOf(needs).thenRunAsync(() -> startOne(server), threads));
            }
            CompletableFuture.allOf(ready.values().toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StackException known) {
                throw known;
            }
            throw new ServerFailedException("The servers can't be started: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private void startOne(Server server) {
        ManagedProcess process = server.process();
        Optional<ProcessHandle> running = processes.find(process);
        if (running.isPresent()) {
            processes.awaitReady(process, running.get());
            server.completed();
            progress.alreadyRunning(server.name());
            return;
        }
        long begin = System.nanoTime();
        progress.starting(server.name());
        ProcessHandle handle = launch(server);
        processes.awaitReady(process, handle);
        processes.recordAnew(process);
        server.completed();
        progress.ready(server.name(), Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Sets a server up and starts its process, without waiting until it is ready. */
    ProcessHandle launch(Server server) {
        ManagedProcess process = server.process();
        try {
            server.prepare(files.getOrDefault(server.name(), List.of()));
        } catch (IOException e) {
            throw new ServerFailedException(
                    "'" + process.name() + "' can't be set up: " + e + ". Check the disk and who owns the directory.",
                    e);
        }
        ports.of(server.name()).forEach(port -> refuseTaken(port, server.name()));
        return processes.start(process, server.launcher());
    }

    private static void refuseTaken(int port, ServerName server) {
        if (!isFree(port)) {
            throw new ServerFailedException("Port " + port + ", which " + server.label()
                    + " needs, is used by another program. End it, or choose other ports with --port-offset.");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
