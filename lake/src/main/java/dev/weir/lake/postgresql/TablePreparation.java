package dev.weir.lake.postgresql;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.ProjectException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes the table of a delivery, or finds out that the one that is there fits, in one transaction. */
final class TablePreparation {

    private static final String CODE = "DELIVERY-004";
    /** Two commands that make the same table wait for each other. */
    private static final long LOCK = 0x77656972;

    private static final String COLUMNS = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
            + " a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' FROM pg_attribute a"
            + " WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    private static final String UNIQUE = "SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a"
            + " ON a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])"
            + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate"
            + " AND i.indpred IS NULL AND i.indexprs IS NULL GROUP BY i.indexrelid";

    /** A column that is there. */
    private record Found(String type, boolean required, boolean filled) {}

    private final Delivered delivered;
    private final TargetTable table;
    private final At<String> place;
    private final List<Problem> problems = new ArrayList<>();

    /** @param place where weir.yaml names the table */
    TablePreparation(Delivered delivered, At<String> place) {
        this.delivered = delivered;
        this.table = delivered.table();
        this.place = place;
    }

    /**
     * Commits what is missing.
     *
     * @param partitions of the stream
     * @throws ProjectException if the table can't have the stream's rows; nothing was changed
     */
    void prepare(Connection connection, int partitions) throws SQLException, ProjectException {
        connection.setAutoCommit(false);
        lock(connection);
        if (!schemaIsThere(connection)) {
            report("The database has no schema '" + table.schema() + "': make it first.");
            throw new ProjectException(problems);
        }
        delivered.create(connection);
        Map<String, Found> found = columns(connection);
        Set<String> streams = delivered.streams(connection);
        if (!streams.isEmpty() && !streams.equals(Set.of(table.stream()))) {
            report("Table " + table.qualified() + " has the rows of stream '" + String.join("', '", streams)
                    + "': deliver to another table.");
        } else if (found.isEmpty()) {
            make(connection);
        } else {
            compare(connection, found, !streams.isEmpty());
        }
        if (!problems.isEmpty()) {
            connection.rollback();
            throw new ProjectException(problems);
        }
        delivered.begin(connection, IntStream.range(0, partitions).boxed().toList());
        connection.commit();
    }

    private void make(Connection connection) throws SQLException {
        if (delivered.next(connection).values().stream().anyMatch(next -> next > 0)) {
            report("Table " + table.qualified() + " is gone, but " + Delivered.NAME
                    + " says what it had. To fill it anew:"
                    + " DELETE FROM " + table.schema() + "." + Delivered.NAME + " WHERE table_name = '"
                    + table.qualified() + "', and give the delivery another name.");
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(table.create());
        }
    }

    private void compare(Connection connection, Map<String, Found> found, boolean ours) throws SQLException {
        List<TargetColumn> missing = new ArrayList<>();
        Set<String> filled = new TreeSet<>();
        for (TargetColumn column : table.columns()) {
            filled.add(column.name());
            Found present = found.get(column.name());
            if (present == null) {
                missing.add(column);
            } else if (!column.fits(present.type())) {
                report("Column '" + column.name() + "' of table " + table.qualified() + " is " + present.type()
                        + ", but the stream's needs " + column.sqlType() + ": change it, or deliver to another table.");
            } else if (present.required()
                    && column.type().isNullable()
                    && !table.key().contains(column.name())) {
                report("Column '" + column.name() + "' of table " + table.qualified()
                        + " is NOT NULL, but the stream's may be null: drop that, or deliver to another table.");
            }
        }
        found.forEach((name, column) -> {
            if (!filled.contains(name) && column.required() && !column.filled()) {
                report("Column '" + name + "' of table " + table.qualified()
                        + " is NOT NULL without a default, but the stream has no such column: give it a default.");
            }
        });
        Set<String> key = new TreeSet<>(table.key());
        if (!uniques(connection).contains(key)) {
            report("Table " + table.qualified() + " has no primary key (" + String.join(", ", table.key())
                    + "), by which rows are found: add it, or deliver to another table.");
        }
        if (!ours && hasRows(connection)) {
            report("Table " + table.qualified() + " has rows that Weir didn't bring: deliver to another table.");
        }
        if (problems.isEmpty()) {
            for (TargetColumn column : missing) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(table.addColumn(column));
                }
            }
        }
    }

    private void report(String message) {
        problems.add(place.problem(CODE, message));
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private boolean schemaIsThere(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT to_regnamespace(?) IS NOT NULL")) {
            select.setString(1, TargetTable.quoted(table.schema()));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Map<String, Found> columns(Connection connection) throws SQLException {
        Map<String, Found> columns = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, table.sqlName());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(
                            rows.getString(1), new Found(rows.getString(2), rows.getBoolean(3), rows.getBoolean(4)));
                }
            }
        }
        return columns;
    }

    private List<Set<String>> uniques(Connection connection) throws SQLException {
        List<Set<String>> uniques = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUE)) {
            select.setString(1, table.sqlName());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Array names = rows.getArray(1);
                    uniques.add(new TreeSet<>(List.of((String[]) names.getArray())));
                }
            }
        }
        return uniques;
    }

    private boolean hasRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + table.sqlName() + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
