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
import java.util.EnumSet;
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
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String S3_PLUGIN = "flink-s3";

    /** In MiB. */
    private static final long SHORT_OF_DISK = 100;

    private final StackConfig config;
    private final StackDirectory directory;
    private final ProcessTable processes;
    private final Supervision supervision;
    private final Duration patience;

    public LocalStack(StackConfig config) {
        this(config, PATIENCE);
    }

    /** @param patience how long to wait for another process that starts or stops servers */
    LocalStack(StackConfig config, Duration patience) {
        this.patience = patience;
        this.config = config;
        this.directory = new StackDirectory(config.home());
        this.processes = new ProcessTable(directory);
        this.supervision = new Supervision(config, directory, processes);
    }

    /**
     * Starts those of the servers, and of what they need, that don't run, and waits until all are ready. Those that run
     * are left alone. Data of earlier runs are kept.
     *
     * @throws StackBusyException if another process starts or stops them, or they run on other ports or with another heap of the worker
     * @throws ArtifactUnavailableException if their files can't be fetched
     * @throws ServerFailedException if one doesn't get ready; others stay up, and a second call goes on from there
     */
    @SuppressWarnings("try") // A lock is held, not used.
    public void up(Set<ServerName> wanted, Progress progress) {
        directory.create();
        try (StackLock lock = StackLock.acquire(directory, patience)) {
            LastStart start = LastStart.of(config);
            start.refuseOther(directory, processes);
            Progress inTurn = new SerialProgress(progress);
            List<Server> servers =
                    ServerName.withNeeds(wanted).stream().map(servers()::get).toList();
            new LostWorkers(processes).kill();
            List<Server> absent = servers.stream()
                    .filter(server -> processes.find(server.process()).isEmpty())
                    .toList();
            Artifacts artifacts = new Artifacts(new ClassPathCache(directory.cache()), inTurn);
            Map<ServerName, List<Path>> files = artifacts.fetch(absent);
            if (s3Login().isPresent() && absent.stream().anyMatch(server -> server.name() == ServerName.TASK_MANAGER)) {
                installS3(artifacts);
            }
            start.store(directory);
            new Startup(processes, config.ports(), files, inTurn).start(servers);
        }
    }

    /**
     * Ends supervision, then stops all servers and further processes, last started first. Does nothing where nothing
     * runs.
     */
    @SuppressWarnings("try")
    public void down() {
        if (!Files.isDirectory(directory.run())) {
            return;
        }
        supervision.end();
        try (StackLock lock = StackLock.acquire(directory, patience)) {
            Map<ServerName, Server> servers = servers();
            processes.recorded().stream()
                    .filter(name -> serverOf(name).isEmpty())
                    .forEach(name -> processes.stop(name, "TERM", Duration.ofSeconds(10)));
            List<ServerName> lastFirst = new ArrayList<>(List.of(ServerName.values()));
            Collections.reverse(lastFirst);
            for (ServerName name : lastFirst) {
                stop(servers.get(name));
            }
        }
    }

    private void installS3(Artifacts artifacts) {
        try {
            cluster().installS3(artifacts.fetch(S3_PLUGIN, cluster().s3Artifacts()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Flink's file system for S3 can't be put into " + directory.servers() + ".", e);
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
        Set<ServerName> wanted = wanted();
        servers().forEach((name, server) -> {
            if (wanted.contains(name)) {
                all.add(everStarted ? status(server) : stopped(server));
            }
        });
        for (String name : everStarted ? processes.recorded() : List.<String>of()) {
            if (serverOf(name).isEmpty()) {
                all.add(statusOfFurther(name));
            }
        }
        return all;
    }

    private ServerStatus statusOfFurther(String name) {
        Optional<ProcessHandle> found = processes.find(name);
        State state = found.isPresent() ? State.READY : State.DEAD;
        if (name.equals(Supervision.NAME) && supervision.isStuck()) {
            state = State.NOT_READY;
        }
        return status(name, found, state, List.of(), "");
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

    private ServerStatus status(
            String name, Optional<ProcessHandle> found, State state, List<Integer> ports, String address) {
        return new ServerStatus(
                name,
                state,
                found.map(process -> OptionalLong.of(process.pid())).orElse(OptionalLong.empty()),
                ports,
                found.map(process -> ResidentMemory.of(process, processes.children(process)))
                        .orElse(OptionalLong.empty()),
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
        try (StackLock lock = StackLock.acquire(directory, patience)) {
            ProcessHandle handle = processes.find(process).orElseGet(() -> processes.start(process));
            processes.awaitReady(process, handle);
            return handle.pid();
        }
    }

    /** Ends a further process. Does nothing if it does not run. */
    @SuppressWarnings("try")
    public void stop(String name) {
        if (Files.isDirectory(directory.run())) {
            try (StackLock lock = StackLock.acquire(directory, patience)) {
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

    /** The process that watches the servers. */
    public Supervision supervision() {
        return supervision;
    }

    /**
     * A copy of jars for a further process, which a build leaves alone. Call it only while that process doesn't run.
     *
     * @throws ServerFailedException if a build is just writing them
     */
    public List<Path> copyOfJars(String name, List<Path> jars) {
        directory.create();
        try {
            return new JarCopy(directory.servers(), name).of(jars);
        } catch (IOException e) {
            throw new UncheckedIOException("Jars can't be copied to " + directory.servers() + "; is the disk full?", e);
        }
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

    /**
     * What a person should know of the disk that the servers write to; empty while there is room.
     *
     * @throws UncheckedIOException if it can't be asked
     */
    public Optional<String> shortage() {
        if (!Files.isDirectory(directory.run())) {
            return Optional.empty();
        }
        try {
            long free = Files.getFileStore(config.home()).getUsableSpace() >> 20;
            return free >= SHORT_OF_DISK
                    ? Optional.empty()
                    : Optional.of("Only " + free + " MiB are free in " + config.home()
                            + ". Servers that can't write any more end, and events aren't acknowledged. Make room: they start"
                            + " again by themselves, and nothing that was acknowledged is lost.");
        } catch (IOException e) {
            throw new UncheckedIOException("The disk of " + config.home() + " can't be asked for its room.", e);
        }
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

    /** The REST API of Kafka Connect. */
    public URI connect() {
        return URI.create(servers().get(ServerName.CONNECT).address());
    }

    /** Where what captured sources need to log in is kept, one file each; only its owner may read it. */
    public Path connectSecrets() {
        return directory.connectSecrets();
    }

    /** Where what deliveries need to log in to databases elsewhere is kept; only its owner may read it. */
    public Path deliverySecrets() {
        return directory.deliverySecrets();
    }

    /**
     * Keeps how to log in to S3, for the servers that are started from then on and for deliveries.
     *
     * @param variables as AWS's own tools read them
     * @throws IllegalArgumentException if one isn't set, with what to do
     */
    public void keepS3Login(Map<String, String> variables) {
        directory.create();
        S3Login.of(variables).store(directory.s3Login());
    }

    /** How to log in to S3; empty if nobody said so. */
    public Optional<S3Login> s3Login() {
        return S3Login.load(directory.s3Login());
    }

    /** Where that is kept. Only its owner may read it. */
    public Path s3LoginFile() {
        return directory.s3Login();
    }

    /** Fetches what makes S3 a file system of Flink's, for a process of our own. */
    public List<Path> fetchS3Plugin(Progress progress) {
        return fetch(S3_PLUGIN, cluster().s3Artifacts(), progress);
    }

    /** Stops Kafka Connect, until {@link #up} is asked for it again. */
    @SuppressWarnings("try") // A lock is held, not used.
    public void dismissConnect() {
        ConnectServer connect = new ConnectServer(config, directory, Versions.load());
        try (StackLock lock = StackLock.acquire(directory, patience)) {
            connect.dismiss();
            stop(connect);
        } catch (IOException e) {
            throw new UncheckedIOException("What says that Kafka Connect is needed can't be deleted.", e);
        }
    }

    /** The servers that {@code up} starts: all, Kafka Connect only where it was ever started. */
    public Set<ServerName> wanted() {
        Set<ServerName> wanted = EnumSet.allOf(ServerName.class);
        if (!new ConnectServer(config, directory, Versions.load()).isWanted()) {
            wanted.remove(ServerName.CONNECT);
        }
        return wanted;
    }

    /**
     * Fetches libraries that only some pipelines need, by themselves without what they depend on; those that are here are
     * not fetched again.
     *
     * @param name by which their files are remembered
     * @param artifacts {@code group:artifact:version}
     * @throws ArtifactUnavailableException if they can't be fetched
     */
    public List<Path> fetch(String name, List<String> artifacts, Progress progress) {
        directory.create();
        return new Artifacts(new ClassPathCache(directory.cache()), new SerialProgress(progress))
                .fetch(name, artifacts);
    }

    /** The folder of the lake's tables. */
    public Path warehouse() {
        return directory.data("lake");
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
