package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Kafka Connect with Debezium's connector for PostgreSQL, our own plug-in, and those in {@code .weir/connectors}.
 *
 * <p>Started only where a project declares a source: who starts it once has it started by each later {@code up}.
 */
record ConnectServer(StackConfig config, StackDirectory directory, Versions versions) implements Server {
    private static final String ARCHIVE = "tar.gz";

    @Override
    public ServerName name() {
        return ServerName.CONNECT;
    }

    @Override
    public List<String> artifacts() {
        return List.of(
                "org.apache.kafka:connect-runtime:" + versions.kafka(),
                "org.slf4j:slf4j-api:" + versions.slf4j(),
                "org.apache.logging.log4j:log4j-slf4j2-impl:" + versions.log4j(),
                "org.apache.logging.log4j:log4j-core:" + versions.log4j(),
                "org.apache.logging.log4j:log4j-api:" + versions.log4j(),
                "io.debezium:debezium-connector-postgres:" + ARCHIVE + ":plugin:" + versions.debezium());
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        Map.of(),
                        new HttpReadiness(URI.create(address() + "/connectors"), "["),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(20));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        if (config.capturePlugin().isEmpty()) {
            throw new ServerFailedException(
                    "The jars of Weir's plug-in for Kafka Connect are not known; build them: ./mvnw package.");
        }
        Path debezium = directory.servers().resolve("debezium-" + versions.debezium());
        List<Path> classPath = new ArrayList<>();
        for (Path artifact : artifacts) {
            if (!artifact.toString().endsWith("." + ARCHIVE)) {
                classPath.add(artifact);
            } else if (!Files.exists(debezium)) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(artifact))) {
                    Archive.unpack(in, debezium);
                }
            }
        }
        StackDirectory.create(directory.data(name().id()), "rwx------");
        StackDirectory.create(directory.connectSecrets(), "rwx------");
        StackDirectory.create(directory.connectors(), "rwx------");
        Path ours = directory.servers().resolve("connect-plugins");
        Files.createDirectories(ours);
        new JarCopy(ours, "weir").of(config.capturePlugin());
        Path settings = directory.run().resolve("connect.properties");
        Files.writeString(settings, settings(List.of(debezium, ours, directory.connectors())));
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx" + config.memory().connectHeap() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true"));
        options.addAll(new ServerLogging(directory).options(name().id()));
        JavaCommand.of(directory, name().id())
                .write(
                        options,
                        classPath,
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        List.of(settings.toString()));
    }

    /** Whether it was ever started here. */
    boolean isWanted() {
        return Files.isDirectory(directory.data(name().id()));
    }

    /** Lets it be started again only when somebody asks for it. */
    void dismiss() throws IOException {
        Files.deleteIfExists(directory.data(name().id()));
    }

    private String settings(List<Path> plugins) throws IOException {
        return """
                bootstrap.servers=127.0.0.1:%d
                group.id=weir.connect
                listeners=http://127.0.0.1:%d
                rest.advertised.host.name=127.0.0.1
                plugin.path=%s
                plugin.discovery=%s

                # Rows and the positions that they were read at are written in one transaction.
                exactly.once.source.support=enabled
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter

                config.storage.topic=weir.connect.configs
                config.storage.replication.factor=1
                offset.storage.topic=weir.connect.offsets
                offset.storage.partitions=1
                offset.storage.replication.factor=1
                status.storage.topic=weir.connect.status
                status.storage.partitions=1
                status.storage.replication.factor=1

                # One worker: what it ran before a kill is its own again at once.
                scheduled.rebalance.max.delay.ms=0
                session.timeout.ms=6000
                heartbeat.interval.ms=1500
                task.shutdown.graceful.timeout.ms=10000

                # Passwords stay in files that only their owner may read; the REST API shows where, not what.
                config.providers=file,directory
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.file.param.allowed.paths=%s
                config.providers.directory.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
                config.providers.directory.param.allowed.paths=%s
                """.formatted(
                        config.ports().kafka(),
                        config.ports().connect(),
                        plugins.stream().map(Path::toString).collect(Collectors.joining(",")),
                        discovery(),
                        directory.connectSecrets(),
                        directory.secrets());
    }

    /** Looking into each class of each plug-in takes long, and only old plug-ins need it. */
    private String discovery() throws IOException {
        try (Stream<Path> further = Files.list(directory.connectors())) {
            return further.findAny().isPresent() ? "hybrid_warn" : "service_load";
        }
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + config.ports().connect();
    }
}
