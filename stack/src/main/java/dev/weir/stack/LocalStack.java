package dev.weir.stack;

import dev.weir.stack.ServerStatus.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The servers of one directory: starts, shows and stops them.
 *
 * <p>Keeps nothing in memory: what runs is found in the system, so any number of processes may look at the same
 * directory. Starting and stopping exclude each other.
 */
public final class LocalStack {
    private final StackConfig config;
    private final StackDirectory directory;
    private final ProcessTable processes;

    public LocalStack(StackConfig config) {
        this.config = config;
        this.directory = new StackDirectory(config.home());
        this.processes = new ProcessTable(directory);
    }

    /**
     * Starts those of the servers, and of what they need, that don't run, and waits until all are ready. Those that run
     * are left alone. Data of earlier runs are kept.
     *
     * @throws StackBusyException if another process starts or stops them, or they run on other ports
     * @throws ArtifactUnavailableException if their files can't be fetched
     * @throws ServerFailedException if one doesn't get ready; others stay up, and a second call goes on from there
     */
    @SuppressWarnings("try") // A lock is held, not used.
    public void up(Set<ServerName> wanted, Progress progress) {
        directory.create();
        try (StackLock lock = StackLock.acquire(directory)) {
            PortsRecord ports = new PortsRecord(directory);
            ports.refuseOthers(config.ports(), processes);
            Progress inTurn = new SerialProgress(progress);
            List<Server> servers =
                    ServerName.withNeeds(wanted).stream().map(servers()::get).toList();
            List<Server> absent = servers.stream()
                    .filter(server -> processes.find(server.process()).isEmpty())
                    .toList();
            Map<ServerName, List<Path>> files =
                    new Artifacts(new ClassPathCache(directory.cache()), inTurn).fetch(absent);
            ports.store(config.ports());
            new Startup(processes, config.ports(), files, inTurn).start(servers);
        }
    }

    /** Stops all servers and further processes, last started first. Does nothing where nothing runs. */
    @SuppressWarnings("try")
    public void down() {
        if (!Files.isDirectory(directory.run())) {
            return;
        }
        try (StackLock lock = StackLock.acquire(directory)) {
            Map<ServerName, Server> servers = servers();
            for (String name : processes.recorded()) {
                if (serverOf(name).isEmpty()) {
                    processes.stop(name, "TERM", Duration.ofSeconds(10));
                }
            }
            List<ServerName> lastFirst = new ArrayList<>(List.of(ServerName.values()));
            Collections.reverse(lastFirst);
            for (ServerName name : lastFirst) {
                stop(servers.get(name));
            }
        }
    }

    private void stop(Server server) {
        ManagedProcess process = server.process();
        boolean ran = processes.find(process).isPresent() || processes.isRecorded(process.name());
        processes.stop(process.name(), process.stopSignal(), process.stopTimeout());
        if (ran) {
            try {
                server.stopped();
            } catch (IOException e) {
                throw new UncheckedIOException("What '" + process.name() + "' left can't be cleared.", e);
            }
        }
    }

    /** What can be seen of every server, and of every further process that was started. */
    public List<ServerStatus> status() {
        List<ServerStatus> all = new ArrayList<>();
        boolean everStarted = Files.isDirectory(directory.run());
        servers().forEach((name, server) -> all.add(everStarted ? status(server) : stopped(server)));
        for (String name : everStarted ? processes.recorded() : List.<String>of()) {
            if (serverOf(name).isEmpty()) {
                Optional<ProcessHandle> found = processes.find(name);
                all.add(status(name, found, found.isPresent() ? State.READY : State.DEAD, List.of(), ""));
            }
        }
        return all;
    }

    private ServerStatus status(Server server) {
        ManagedProcess process = server.process();
        Optional<ProcessHandle> found = processes.find(process);
        State state;
        if (found.isEmpty()) {
            state = processes.isRecorded(process.name()) ? State.DEAD : State.STOPPED;
        } else {
            state = process.readiness().missing().isEmpty() ? State.READY : State.NOT_READY;
        }
        return status(process.name(), found, state, config.ports().of(server.name()), server.address());
    }

    private ServerStatus stopped(Server server) {
        return status(
                server.name().id(),
                Optional.empty(),
                State.STOPPED,
                config.ports().of(server.name()),
                server.address());
    }

    private static ServerStatus status(
            String name, Optional<ProcessHandle> found, State state, List<Integer> ports, String address) {
        return new ServerStatus(
                name,
                state,
                found.map(process -> OptionalLong.of(process.pid())).orElse(OptionalLong.empty()),
                ports,
                found.map(ResidentMemory::of).orElse(OptionalLong.empty()),
                found.flatMap(process -> process.info().startInstant())
                        .map(start -> Duration.between(start, Instant.now())),
                address);
    }

    /**
     * Starts a further process, such as a generator of events, unless it runs; {@link #down} ends it too.
     *
     * @return its process id
     * @throws ServerFailedException if it ends or is not ready in time
     */
    @SuppressWarnings("try")
    public long start(ManagedProcess process) {
        directory.create();
        if (serverOf(process.name()).isPresent()) {
            throw new IllegalArgumentException("'" + process.name() + "' is the name of a server of the stack.");
        }
        try (StackLock lock = StackLock.acquire(directory)) {
            ProcessHandle handle = processes.find(process).orElseGet(() -> processes.start(process));
            processes.awaitReady(process, handle);
            return handle.pid();
        }
    }

    /** Ends a further process. Does nothing if it does not run. */
    @SuppressWarnings("try")
    public void stop(String name) {
        if (Files.isDirectory(directory.run())) {
            try (StackLock lock = StackLock.acquire(directory)) {
                processes.stop(name, "TERM", Duration.ofSeconds(10));
            }
        }
    }

    /**
     * A further process that runs Java, to be given to {@link #start}; writes its arguments' file.
     *
     * @param options of the virtual machine, such as {@code -Xmx64m}
     */
    public ManagedProcess javaProcess(
            String name,
            List<String> options,
            List<Path> classPath,
            String mainClass,
            List<String> arguments,
            Readiness readiness) {
        directory.create();
        JavaCommand java = JavaCommand.of(directory, name);
        List<String> allOptions = new ArrayList<>(options);
        allOptions.addAll(new ServerLogging(directory).options(name));
        java.write(allOptions, classPath, mainClass, arguments);
        return new ManagedProcess(
                name,
                java.command(),
                java.marker(),
                Map.of(),
                config.home(),
                readiness,
                Duration.ofSeconds(60),
                "TERM",
                Duration.ofSeconds(10));
    }

    /** What could keep the servers from running here, and what to do about it. */
    public List<PreflightCheck> preflight(Set<ServerName> wanted) {
        Set<ServerName> running = Set.copyOf(servers().values().stream()
                .filter(server -> Files.isDirectory(directory.run()))
                .filter(server -> processes.find(server.process()).isPresent())
                .map(Server::name)
                .toList());
        return new Preflight(config, ServerName.withNeeds(wanted), running).checks();
    }

    public URI flinkRest() {
        return URI.create(cluster().restAddress());
    }

    /** Where jobs' checkpoints are: {@code <job id>/chk-<number>}. */
    public Path checkpoints() {
        return cluster().checkpoints();
    }

    /** Where jobs' savepoints are. */
    public Path savepoints() {
        return cluster().savepoints();
    }

    /** Host and port of the Kafka broker. */
    public String kafka() {
        return "127.0.0.1:" + config.ports().kafka();
    }

    /** The Confluent-compatible API of the registry. */
    public URI registry() {
        return URI.create(servers().get(ServerName.REGISTRY).address());
    }

    /** How to reach the database for pipelines' results. */
    public PostgresAddress postgresql() {
        PostgresServer server = postgresServer();
        return new PostgresAddress(server.jdbcUrl(PostgresServer.DATABASE), PostgresServer.USER, server.secretFile());
    }

    private FlinkCluster cluster() {
        return new FlinkCluster(config, directory, Versions.load());
    }

    private PostgresServer postgresServer() {
        return new PostgresServer(config, directory, Versions.load());
    }

    private Map<ServerName, Server> servers() {
        return Servers.all(config, directory);
    }

    private static Optional<ServerName> serverOf(String id) {
        return Set.of(ServerName.values()).stream()
                .filter(server -> server.id().equals(id))
                .findFirst();
    }
}
