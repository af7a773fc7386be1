package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for the servers before they start. */
class ServerFilesTest {
    @TempDir
    Path home;

    @TempDir
    Path build;

    private Path gatewayJar;

    private StackConfig config;
    private StackDirectory directory;

    @BeforeEach
    void directories() throws IOException {
        gatewayJar = Files.createDirectories(build).resolve("weir-gateway-1.jar");
        Files.writeString(gatewayJar, "the gateway");
        config = StackConfig.of(home, 0, List.of(gatewayJar));
        directory = new StackDirectory(home);
        directory.create();
    }

    @Test
    void kafkaListensOnLoopbackAndKeepsItsPromises() throws IOException {
        Path data = Files.createDirectories(directory.data("kafka"));
        Files.writeString(data.resolve("meta.properties"), "formatted before");

        new KafkaServer(config, directory, Versions.load()).prepare(List.of(Path.of("/jars/kafka.jar")));

        Properties settings = new Properties();
        settings.load(Files.newBufferedReader(directory.run().resolve("kafka.properties")));
        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:7092,CONTROLLER://127.0.0.1:7093")
                .containsEntry("transaction.max.timeout.ms", "3600000")
                .containsEntry("broker.session.timeout.ms", "2000")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("log.dirs", data.toString());
    }

    @Test
    void flinkListensOnLoopbackAndKeepsCheckpoints() throws IOException {
        FlinkCluster cluster = new FlinkCluster(config, directory, Versions.load());

        new JobManagerServer(config, directory, cluster).prepare(List.of());

        assertThat(Files.readAllLines(directory.run().resolve("jobmanager-conf/config.yaml")))
                .contains(
                        "jobmanager.bind-host: '127.0.0.1'",
                        "rest.bind-address: '127.0.0.1'",
                        "restart-strategy.type: 'exponential-delay'",
                        "execution.checkpointing.externalized-checkpoint-retention: 'RETAIN_ON_CANCELLATION'",
                        "execution.checkpointing.dir: '" + cluster.checkpoints().toUri() + "'");
        assertThat(Files.readString(directory.run().resolve("jobmanager.args")))
                .contains("\"--add-opens=java.base/java.util=ALL-UNNAMED\"", "LoopbackHttpServerProvider");
    }

    @Test
    void gatewayIsToldWhereItsServersAre() throws IOException {
        prepareGateway();

        assertThat(Files.readAllLines(directory.run().resolve("gateway.args")))
                .containsSubsequence(
                        "\"-cp\"",
                        "\"" + copiedJars().get(0) + "\"",
                        "\"dev.weir.gateway.GatewayMain\"",
                        "\"--listen\"",
                        "\"127.0.0.1:7070\"",
                        "\"--mqtt\"",
                        "\"127.0.0.1:7883\"",
                        "\"--kafka\"",
                        "\"127.0.0.1:7092\"",
                        "\"--registry\"",
                        "\"http://127.0.0.1:7081/apis/ccompat/v7\"");
    }

    @Test
    void gatewayRunsFromACopyThatABuildLeavesAlone() throws IOException {
        prepareGateway();
        Path first = copiedJars().get(0);

        Files.writeString(gatewayJar, "the gateway, built anew");

        assertThat(first).hasContent("the gateway");
        prepareGateway();
        assertThat(copiedJars())
                .singleElement()
                .satisfies(jar -> assertThat(jar).hasContent("the gateway, built anew"));
        assertThat(first).doesNotExist();
        Path second = copiedJars().get(0);
        FileTime copied = Files.getLastModifiedTime(second);
        prepareGateway();
        assertThat(copiedJars()).containsExactly(second);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(copied);
    }

    @Test
    void gatewayWaitsForTheBuildThatWritesItsJars() throws IOException {
        Files.delete(gatewayJar);

        assertThatThrownBy(this::prepareGateway)
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("Try again when it has ended");
    }

    private void prepareGateway() throws IOException {
        new GatewayServer(config, directory, "127.0.0.1:7092", "http://127.0.0.1:7081/apis/ccompat/v7")
                .prepare(List.of());
    }

    private List<Path> copiedJars() throws IOException {
        try (Stream<Path> files = Files.walk(directory.servers())) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    @Test
    void passwordIsMadeOnceAndOnlyItsOwnerMayReadIt() throws IOException {
        PostgresServer server = new PostgresServer(config, directory, Versions.load());

        String password = server.password();

        assertThat(password).hasSizeGreaterThan(30).isEqualTo(server.password());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.secretFile())))
                .isEqualTo("rw-------");
        assertThat(server.process().command()).noneMatch(argument -> argument.contains(password));
        ManagedProcess registry = new RegistryServer(config, directory, Versions.load(), server).process();
        assertThat(registry.environment()).containsValue(password);
        assertThat(registry.command()).noneMatch(argument -> argument.contains(password));
        assertThat(registry.toString()).doesNotContain(password);
    }

    @Test
    void whatIsRememberedOfFilesIsForgottenWithTheFiles() throws IOException {
        ClassPathCache cache = new ClassPathCache(directory.cache());
        Path jar = Files.createFile(home.resolve("one.jar"));
        cache.store("kafka", List.of("g:a:1"), List.of(jar));

        assertThat(cache.find("kafka", List.of("g:a:1"))).contains(List.of(jar));
        assertThat(cache.find("kafka", List.of("g:a:2"))).isEmpty();
        Files.delete(jar);
        assertThat(cache.find("kafka", List.of("g:a:1"))).isEmpty();
    }

    @Test
    void versionsComeFromTheBuild() {
        assertThat(Versions.load().kafka()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(Versions.load().flink()).startsWith("2.");
    }

    @Test
    void stackOfAnEmptyDirectoryIsStoppedAndLeavesItEmpty() throws IOException {
        Path empty = Files.createDirectory(home.resolve("empty"));
        LocalStack stack = new LocalStack(StackConfig.of(empty, 0, List.of()));

        stack.down();

        assertThat(stack.status())
                .hasSize(ServerName.values().length - 1) // Kafka Connect is there only where a source was declared.
                .allMatch(server -> server.state() == ServerStatus.State.STOPPED);
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    @SuppressWarnings("try")
    void startIsRefusedWhileAnotherIsAtIt() {
        LocalStack stack = new LocalStack(config, Duration.ZERO);
        try (StackLock held = StackLock.acquire(directory, Duration.ZERO)) {
            assertThatThrownBy(stack::down)
                    .isInstanceOf(StackBusyException.class)
                    .hasMessageContaining(home.toString());
        }
    }
}
