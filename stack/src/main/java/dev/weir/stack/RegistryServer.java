package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Apicurio Registry with its Confluent-compatible API, kept in PostgreSQL. */
record RegistryServer(StackConfig config, StackDirectory directory, Versions versions, PostgresServer postgresql)
        implements Server {
    static final String DATABASE = "registry";

    @Override
    public ServerName name() {
        return ServerName.REGISTRY;
    }

    @Override
    public List<String> artifacts() {
        return List.of("io.apicurio:apicurio-registry-app:tar.gz:all:" + versions.apicurio());
    }

    @Override
    public boolean needsDependencies() {
        return false;
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        environment(),
                        new HttpReadiness(URI.create(address() + "/subjects"), "["),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(15));
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(config.ports().registry())),
                Map.entry("QUARKUS_HTTP_IO_THREADS", "2"),
                Map.entry("QUARKUS_THREAD_POOL_MAX_THREADS", "16"),
                Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
                Map.entry("QUARKUS_OIDC_ENABLED", "false"),
                Map.entry("APICURIO_STORAGE_KIND", "sql"),
                Map.entry("APICURIO_STORAGE_SQL_KIND", "postgresql"),
                Map.entry("APICURIO_DATASOURCE_URL", postgresql.jdbcUrl(DATABASE)),
                Map.entry("APICURIO_DATASOURCE_USERNAME", PostgresServer.USER),
                Map.entry("APICURIO_DATASOURCE_PASSWORD", postgresql.password()),
                Map.entry("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "1"),
                Map.entry("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "1"),
                Map.entry("APICURIO_DATASOURCE_JDBC_MAX_SIZE", "10"),
                Map.entry(
                        "APICURIO_IMPORT_WORK_DIR",
                        directory.scratch(name().id()).toString()),
                // A schema's id is that of its content, the same at registration and at look-up.
                Map.entry("APICURIO_CCOMPAT_LEGACY_ID_MODE_ENABLED", "false"));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        Path program = directory.servers().resolve("apicurio-registry-" + versions.apicurio());
        if (!Files.exists(program)) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(artifacts.get(0)))) {
                Archive.unpack(in, program);
            }
        }
        Path scratch = directory.scratch(name().id());
        StackDirectory.create(scratch, "rwx------");
        JavaCommand.of(directory, name().id())
                .write(
                        List.of(
                                "-Xms64m",
                                "-Xmx" + config.memory().registryHeap() + "m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Djava.io.tmpdir=" + scratch),
                        List.of(program.resolve("apicurio-registry-app-" + versions.apicurio() + "-runner.jar")),
                        "io.quarkus.runner.GeneratedMain",
                        List.of());
    }

    /** The address of the Confluent-compatible API. */
    @Override
    public String address() {
        return "http://127.0.0.1:" + config.ports().registry() + "/apis/ccompat/v7";
    }
}
