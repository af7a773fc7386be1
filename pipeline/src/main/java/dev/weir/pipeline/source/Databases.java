package dev.weir.pipeline.source;

import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.project.SourceConfig.PostgresTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The databases that sources read. */
record Databases(LocalDatabase local, SourceSecrets secrets) {

    /** The key of a database's password among its source's secrets. */
    static final String PASSWORD = "password";

    private static final String JDBC = "jdbc:";

    DatabaseLogin login(String connector, PostgresTables source) throws ProjectException, IOException {
        if (source.url() == null) {
            Path file = local.passwordFile();
            return DatabaseLogin.of(
                    local.jdbcUrl().substring(JDBC.length()),
                    local.user(),
                    Files.readString(file).strip(),
                    "${directory:" + file.getParent() + ":" + file.getFileName() + "}");
        }
        return DatabaseLogin.of(
                secrets.resolve(source.url(), source.place()),
                secrets.resolve(Objects.requireNonNull(source.user()), source.place()),
                secrets.resolve(Objects.requireNonNull(source.password()), source.place()),
                secrets.reference(connector, PASSWORD));
    }

    /**
     * Makes the tables of a source that says how, if one is missing.
     *
     * @return whether it did
     * @throws ProjectException if its SQL fails; then nothing of it was done
     */
    boolean create(String pipeline, PostgresTables source)
            throws ProjectException, ServerUnavailableException, IOException {
        Path script = source.create();
        if (script == null) {
            return false;
        }
        try (PostgresCatalog catalog =
                new PostgresCatalog(login(ConnectorSettings.connector(pipeline, source.name()), source))) {
            for (String table : source.streams().keySet()) {
                if (catalog.find(table).isEmpty()) {
                    catalog.run(Files.readString(script));
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw new ProjectException(
                    List.of(source.place().problem("The SQL in " + script + " fails: " + e.getMessage())));
        }
    }

    /**
     * The tables of a source, each with the stream that it fills.
     *
     * @throws ProjectException if one doesn't exist or can't be captured
     */
    List<TableContract> tables(String pipeline, PostgresTables source)
            throws ProjectException, ServerUnavailableException, IOException {
        List<TableContract> tables = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        DatabaseLogin login = login(ConnectorSettings.connector(pipeline, source.name()), source);
        try (PostgresCatalog catalog = new PostgresCatalog(login)) {
            String walLevel = catalog.walLevel();
            if (!walLevel.equals("logical")) {
                problems.add(source.place()
                        .problem("The database " + login.where() + " has wal_level '" + walLevel
                                + "', but change capture needs 'logical': set it in postgresql.conf and restart it."));
            }
            for (Map.Entry<String, String> each : source.streams().entrySet()) {
                Optional<CapturedTable> table = catalog.find(each.getKey());
                if (table.isEmpty()) {
                    problems.add(source.place()
                            .problem("The database " + login.where() + " has no table " + each.getKey() + "."));
                } else {
                    TableContract contract = new TableContract(table.get(), each.getValue());
                    contract.problems()
                            .forEach(problem -> problems.add(source.place().problem(problem)));
                    tables.add(contract);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        return tables;
    }

    /** In the local stack's own database it sees to it; elsewhere it says what to do. */
    void requireAllValues(
            String pipeline,
            PostgresTables source,
            TableContract table,
            StreamContract contract,
            List<Problem> problems)
            throws ProjectException, ServerUnavailableException, IOException {
        List<String> unsaid = table.mayBeUnsaid(contract);
        if (unsaid.isEmpty()) {
            return;
        }
        if (source.url() != null) {
            problems.add(source.place()
                    .problem("Updates of table " + table.table().name() + " don't say large values of " + unsaid
                            + " that they leave as they were. Run: ALTER TABLE "
                            + table.table().name() + " REPLICA IDENTITY FULL"));
            return;
        }
        try (PostgresCatalog catalog =
                new PostgresCatalog(login(ConnectorSettings.connector(pipeline, source.name()), source))) {
            catalog.sayAllValues(table.table());
        }
    }

    /** Drops the replication slot of a connector with these settings, if it has one. */
    void dropSlot(Map<String, String> settings) throws ServerUnavailableException, IOException {
        if (isPostgres(settings)) {
            try (PostgresCatalog catalog = new PostgresCatalog(login(settings))) {
                String slot = settings.getOrDefault(ConnectorSettings.SLOT, "");
                catalog.dropSlot(slot, settings.getOrDefault(ConnectorSettings.PUBLICATION, slot));
            }
        }
    }

    /** The replication slot of a connector with these settings; empty if there is none. */
    Optional<ReplicationSlot> slot(Map<String, String> settings) throws ServerUnavailableException, IOException {
        try (PostgresCatalog catalog = new PostgresCatalog(login(settings))) {
            return catalog.slot(settings.getOrDefault(ConnectorSettings.SLOT, ""));
        }
    }

    static boolean isPostgres(Map<String, String> settings) {
        return ConnectorSettings.POSTGRES.equals(settings.get("connector.class"));
    }

    boolean isLocal(Map<String, String> settings) {
        return local.jdbcUrl().equals(JDBC + where(settings));
    }

    static String where(Map<String, String> settings) {
        return "postgresql://" + settings.get("database.hostname") + ":" + settings.get("database.port") + "/"
                + settings.get("database.dbname");
    }

    private DatabaseLogin login(Map<String, String> settings) throws IOException {
        String reference = settings.getOrDefault("database.password", "");
        return new DatabaseLogin(
                settings.getOrDefault("database.hostname", ""),
                Integer.parseInt(settings.getOrDefault("database.port", "0")),
                settings.getOrDefault("database.dbname", ""),
                settings.getOrDefault("database.user", ""),
                secrets.dereference(reference),
                reference);
    }
}
