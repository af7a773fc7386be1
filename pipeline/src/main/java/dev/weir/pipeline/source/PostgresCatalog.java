package dev.weir.pipeline.source;

import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.source.CapturedTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a PostgreSQL database says of itself, and the little that capture changes in it. */
final class PostgresCatalog implements AutoCloseable {

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS sql_type,
                   coalesce(b.typname, t.typname) AS type_name,
                   coalesce(b.typtype, e.typtype, t.typtype)::text AS type_kind,
                   CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE t.typtypmod END AS modifier,
                   NOT (a.attnotnull OR t.typnotnull) AS nullable, a.attstorage <> 'p' AS may_be_large
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
            LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typlen = -1 AND t.typcategory = 'A'
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";
    private static final String PRIMARY_KEY = """
            SELECT a.attname
            FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ? AND i.indisprimary
            ORDER BY k.place""";

    private final DatabaseLogin login;
    private final Connection connection;

    PostgresCatalog(DatabaseLogin login) throws ServerUnavailableException {
        this.login = login;
        this.connection = login.connect();
    }

    /** The table {@code schema.table}; empty if there is none. */
    Optional<CapturedTable> find(String table) throws ServerUnavailableException {
        int dot = table.indexOf('.');
        try (PreparedStatement query = connection.prepareStatement("SELECT c.oid, c.relreplident = 'f' FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')")) {
            query.setString(1, table.substring(0, dot));
            query.setString(2, table.substring(dot + 1));
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long id = row.getLong(1);
                return Optional.of(new CapturedTable(table, columns(id), primaryKey(id), row.getBoolean(2)));
            }
        } catch (SQLException e) {
            throw failed("describe the table " + table, e);
        }
    }

    private List<Column> columns(long table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setLong(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(
                            rows.getString("attname"),
                            rows.getString("sql_type"),
                            PostgresTypes.fieldType(
                                    rows.getString("type_name"), rows.getString("type_kind"), rows.getInt("modifier")),
                            rows.getBoolean("nullable"),
                            rows.getBoolean("may_be_large")));
                }
            }
        }
        return columns;
    }

    private List<String> primaryKey(long table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(PRIMARY_KEY)) {
            query.setLong(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }

    /** {@code minimal}, {@code replica} or {@code logical}; only the last one has changes that can be captured. */
    String walLevel() throws ServerUnavailableException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW wal_level")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw failed("say its wal_level", e);
        }
    }

    /** Runs a script as one transaction. */
    void run(String script) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Makes changes of the table carry the whole row. */
    void sayAllValues(CapturedTable table) throws ServerUnavailableException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sayAllValuesSql(statement, table.name()));
        } catch (SQLException e) {
            throw failed("change the replica identity of " + table.name(), e);
        }
    }

    private static String sayAllValuesSql(Statement quoting, String table) throws SQLException {
        int dot = table.indexOf('.');
        return "ALTER TABLE " + quoting.enquoteIdentifier(table.substring(0, dot), true) + "."
                + quoting.enquoteIdentifier(table.substring(dot + 1), true) + " REPLICA IDENTITY FULL";
    }

    /** Drops what a source that is no longer wanted has left, or the database would keep its log for ever. */
    void dropSlot(String slot, String publication) throws ServerUnavailableException {
        try (PreparedStatement drop = connection.prepareStatement(
                        "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
                                + " WHERE slot_name = ? AND active_pid IS NOT NULL");
                PreparedStatement slots = connection.prepareStatement(
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?");
                Statement statement = connection.createStatement()) {
            drop.setString(1, slot);
            drop.execute();
            slots.setString(1, slot);
            slots.execute();
            statement.execute("DROP PUBLICATION IF EXISTS " + statement.enquoteIdentifier(publication, true));
        } catch (SQLException e) {
            throw failed("drop the replication slot '" + slot + "'", e);
        }
    }

    /** A replication slot; empty if there is none of that name. */
    Optional<ReplicationSlot> slot(String name) throws ServerUnavailableException {
        try (PreparedStatement query = connection.prepareStatement("SELECT active,"
                + " pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint FROM pg_replication_slots"
                + " WHERE slot_name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new ReplicationSlot(row.getBoolean(1), row.getLong(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("show the replication slot '" + name + "'", e);
        }
    }

    private ServerUnavailableException failed(String what, SQLException e) {
        return new ServerUnavailableException(
                "The database " + login.where() + " can't " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() throws ServerUnavailableException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("end the connection", e);
        }
    }
}
