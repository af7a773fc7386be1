package dev.weir.lake.postgresql;

import java.io.Serializable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table {@code weir_delivered} beside a delivery's table: which records of each partition of the stream that one has.
 * It is changed in the same transactions as the rows.
 *
 * @param table whose rows it counts
 * @param delivery that fills it, as the ledger names it
 */
record Delivered(TargetTable table, String delivery) implements Serializable {

    static final String NAME = "weir_delivered";

    private static final String COLUMNS = "(table_name text, kafka_partition integer, stream text NOT NULL,"
            + " delivery text NOT NULL, first_offset bigint, next_offset bigint NOT NULL, records bigint NOT NULL,"
            + " PRIMARY KEY (table_name, kafka_partition))";

    private static final String SELECT = "SELECT kafka_partition, next_offset FROM %s WHERE table_name = ?";

    private String sqlName() {
        return sqlName(table);
    }

    private static String sqlName(TargetTable table) {
        return TargetTable.quoted(table.schema()) + "." + NAME;
    }

    /** What there is of a table: partition, delivery, first offset, next offset, records. */
    static PreparedStatement all(Connection connection, TargetTable table) throws SQLException {
        PreparedStatement select =
                connection.prepareStatement("SELECT kafka_partition, delivery, first_offset, next_offset, records FROM "
                        + sqlName(table) + " WHERE table_name = ? ORDER BY kafka_partition");
        select.setString(1, table.qualified());
        return select;
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + sqlName() + " " + COLUMNS);
        }
    }

    /** Says of partitions that this delivery fills the table with them; what it has stays. */
    void begin(Connection connection, Collection<Integer> partitions) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + sqlName()
                + " VALUES (?, ?, ?, ?, NULL, 0, 0) ON CONFLICT (table_name, kafka_partition)"
                + " DO UPDATE SET delivery = EXCLUDED.delivery")) {
            for (int partition : partitions) {
                insert.setString(1, table.qualified());
                insert.setInt(2, partition);
                insert.setString(3, table.stream());
                insert.setString(4, delivery);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** One after the last record that the table has, by partition. */
    SortedMap<Integer, Long> next(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT.formatted(sqlName()))) {
            select.setString(1, table.qualified());
            return next(select);
        }
    }

    /** Likewise of some partitions, which nobody else fills then until the transaction ends. */
    SortedMap<Integer, Long> lock(Connection connection, Collection<Integer> partitions) throws SQLException {
        Array wanted = connection.createArrayOf("integer", partitions.toArray());
        try (PreparedStatement select = connection.prepareStatement(
                SELECT.formatted(sqlName()) + " AND kafka_partition = ANY (?) ORDER BY kafka_partition FOR UPDATE")) {
            select.setString(1, table.qualified());
            select.setArray(2, wanted);
            return next(select);
        }
    }

    private static SortedMap<Integer, Long> next(PreparedStatement select) throws SQLException {
        SortedMap<Integer, Long> next = new TreeMap<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                next.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return next;
    }

    /** The streams whose rows the table has, as this says; more than one only if somebody else wrote here. */
    Set<String> streams(Connection connection) throws SQLException {
        Set<String> streams = new TreeSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT DISTINCT stream FROM " + sqlName() + " WHERE table_name = ?")) {
            select.setString(1, table.qualified());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    streams.add(rows.getString(1));
                }
            }
        }
        return streams;
    }

    /** Notes that the table now has these records more of a partition, up to before {@code next}. */
    void advance(Connection connection, int partition, long first, long next, long records) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + sqlName()
                + " SET first_offset = coalesce(first_offset, ?), next_offset = ?, records = records + ?"
                + " WHERE table_name = ? AND kafka_partition = ?")) {
            update.setLong(1, first);
            update.setLong(2, next);
            update.setLong(3, records);
            update.setString(4, table.qualified());
            update.setInt(5, partition);
            if (update.executeUpdate() != 1) {
                throw new SQLException(
                        "No row for partition " + partition + " of " + table.qualified() + " in " + NAME);
            }
        }
    }
}
