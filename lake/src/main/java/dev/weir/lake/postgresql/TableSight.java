package dev.weir.lake.postgresql;

import dev.weir.pipeline.DatabaseTable;
import dev.weir.pipeline.LakeSql.QueryException;
import dev.weir.pipeline.LakeTables.Held;
import dev.weir.pipeline.LakeTables.Offsets;
import dev.weir.pipeline.SubmittedDelivery;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.DatabaseConfig;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.streams.source.StreamRecords;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table of a delivery and what {@code weir_delivered} says of it, in one snapshot of the database. */
public final class TableSight implements DatabaseTable {

    private static final int ROWS_AT_ONCE = 10_000;

    private final Connection connection;
    private final TargetTable table;
    private final String reader;
    private final SortedMap<Integer, Held> held;
    private final long rows;

    private TableSight(
            Connection connection, TargetTable table, String reader, SortedMap<Integer, Held> held, long rows) {
        this.connection = connection;
        this.table = table;
        this.reader = reader;
        this.held = Collections.unmodifiableSortedMap(held);
        this.rows = rows;
    }

    /**
     * Looks at it.
     *
     * @return to be closed by the caller
     * @throws ProjectException if nobody knows the login any more
     */
    public static TableSight open(Logins logins, SubmittedDelivery delivery)
            throws ServerUnavailableException, ProjectException, IOException {
        DatabaseConfig database = ((DeliveryConfig.Postgresql) delivery.config().kind()).database();
        Login login = logins.of(delivery.job(), database, delivery.config().table());
        TargetTable table = TargetTable.of(delivery.config().table().value(), delivery.contract());
        try {
            return open(login.connect("weir-audit", new Properties()), table);
        } catch (SQLException e) {
            throw new ServerUnavailableException(
                    "Table " + table.qualified() + " at " + login.url() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static TableSight open(Connection connection, TargetTable table) throws SQLException {
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            SortedMap<Integer, Held> held = new TreeMap<>();
            String reader = "";
            try (PreparedStatement select = Delivered.all(connection, table);
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    reader = rows.getString(2);
                    if (rows.getLong(5) > 0) {
                        held.put(rows.getInt(1), new Held(rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                    }
                }
            }
            long rows =
                    table.keyed() ? held.values().stream().mapToLong(Held::rows).sum() : count(connection, table);
            return new TableSight(connection, table, reader, held, rows);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static long count(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM " + table.sqlName());
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public String name() {
        return table.qualified();
    }

    @Override
    public String stream() {
        return table.stream();
    }

    @Override
    public String reader() {
        return reader;
    }

    @Override
    public boolean newestOnly() {
        return table.keyed();
    }

    @Override
    public SortedMap<Integer, Held> held() {
        return held;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Offsets offsets(int partition) throws QueryException {
        String offset = StreamRecords.offsetColumn(table.keyed());
        try {
            PreparedStatement select = connection.prepareStatement("SELECT " + offset + " FROM " + table.sqlName()
                    + " WHERE " + StreamRecords.PARTITION + " = ? ORDER BY 1");
            select.setFetchSize(ROWS_AT_ONCE);
            select.setInt(1, partition);
            return new Selected(select, select.executeQuery());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static QueryException unreadable(SQLException e) {
        return new QueryException(String.valueOf(e.getMessage()), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The connection to " + table.qualified() + "'s database doesn't close", e);
        }
    }

    private record Selected(PreparedStatement select, ResultSet rows) implements Offsets {

        @Override
        public long next() throws QueryException {
            try {
                return rows.next() ? rows.getLong(1) : END;
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }

        @Override
        public void close() throws QueryException {
            try {
                rows.close();
                select.close();
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }
    }
}
