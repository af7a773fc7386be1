package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL, ready for change capture, open to those who know the generated password. */
record PostgresServer(StackConfig config, StackDirectory directory, Versions versions) implements Server {
    /** The owner of everything. */
    static final String USER = "weir";
    /** The database of pipelines' results. */
    static final String DATABASE = "weir";

    @Override
    public ServerName name() {
        return ServerName.POSTGRESQL;
    }

    @Override
    public List<String> artifacts() {
        return List.of(PostgresBinaries.coordinates(versions.postgresql()));
    }

    @Override
    public boolean needsDependencies() {
        return false;
    }

    @Override
    public ManagedProcess process() {
        String data = data().toString();
        return new ManagedProcess(
                name().id(),
                List.of(program("postgres"), "-D", data),
                data,
                Map.of(),
                directory.home(),
                () -> PostgresReadiness.missing(jdbcUrl("postgres"), USER, password()),
                Duration.ofMinutes(3),
                "INT", // Fast shutdown: doesn't wait for clients to leave.
                Duration.ofSeconds(20));
    }

    @Override
    public List<String> launcher() {
        return PostgresLauncher.of(config.postgresAccount()).prefix();
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        PostgresBinaries.unpack(artifacts.get(0), binaries());
        PostgresLauncher as = PostgresLauncher.of(config.postgresAccount());
        as.obstacle(directory.data(name().id()).getParent()).ifPresent(obstacle -> {
            throw new ServerFailedException(as.remedy(obstacle));
        });
        if (!Files.exists(data())) {
            initialise(as);
        }
        Files.writeString(data().resolve("weir.conf"), settings());
        new PostgresLeftovers(data()).clear();
        as.own(data());
    }

    /** Makes the data directory completely or not at all. */
    private void initialise(PostgresLauncher as) throws IOException {
        Path unfinished = directory.data(name().id() + ".unfinished");
        Path password = directory.data(name().id() + ".password");
        Archive.deleteTree(unfinished);
        Files.deleteIfExists(password);
        StackDirectory.create(unfinished, "rwx------");
        password(); // Makes the file.
        Files.copy(secretFile(), password, StandardCopyOption.COPY_ATTRIBUTES);
        try {
            as.own(unfinished);
            as.own(password);
            List<String> initdb = List.of(
                    program("initdb"),
                    "-D",
                    unfinished.toString(),
                    "-U",
                    USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--data-checksums");
            Commands.run(
                    "PostgreSQL's data can't be made", as.command(initdb), directory.output(name().id() + "-initdb"));
        } finally {
            Files.deleteIfExists(password);
        }
        Path main = unfinished.resolve("postgresql.conf");
        List<String> lines = new ArrayList<>(Files.readAllLines(main));
        lines.add("include 'weir.conf'");
        Files.write(main, lines);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private String settings() {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                password_encryption = scram-sha-256
                wal_level = logical
                max_wal_senders = 10
                max_replication_slots = 10
                max_connections = 60
                shared_buffers = %dMB
                max_wal_size = 256MB
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] '
                """.formatted(config.ports().postgresql(), config.memory().postgresqlBuffers());
    }

    @Override
    public void completed() {
        for (String database : List.of(DATABASE, RegistryServer.DATABASE)) {
            PostgresReadiness.createDatabase(jdbcUrl("postgres"), USER, password(), database);
        }
    }

    @Override
    public void stopped() throws IOException {
        new PostgresLeftovers(data()).clear();
    }

    private Path data() {
        return directory.data(name().id());
    }

    private Path binaries() {
        return directory.servers().resolve("postgresql-" + versions.postgresql());
    }

    private String program(String program) {
        return binaries().resolve("bin").resolve(program).toString();
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + config.ports().postgresql() + "/" + database;
    }

    String password() {
        return new Secret(secretFile()).value();
    }

    Path secretFile() {
        return directory.secrets().resolve(name().id());
    }

    @Override
    public String address() {
        return jdbcUrl(DATABASE);
    }
}
