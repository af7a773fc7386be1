package dev.weir.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.pipeline.LakeSql;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;

/** Queries by DuckDB in this process, over the files that Iceberg's plan of each table lists. */
final class DuckDbSql implements LakeSql {

    private final Map<String, Table> tables;
    private final List<OpenCatalog> catalogs;
    private final Connection connection;

    private DuckDbSql(Map<String, Table> tables, List<OpenCatalog> catalogs, Connection connection) {
        this.tables = tables;
        this.catalogs = catalogs;
        this.connection = connection;
    }

    /** @throws ServerUnavailableException if the catalog can't be reached */
    static DuckDbSql open(List<LakeCatalog> catalogs) throws ServerUnavailableException {
        try {
            List<OpenCatalog> open = catalogs.stream().map(LakeCatalog::open).toList();
            return new DuckDbSql(IcebergTables.all(open), open, DuckDb.open(new Properties()));
        } catch (UncheckedSQLException | RESTException | SQLException e) {
            throw new ServerUnavailableException("The lake can't be opened: " + e.getMessage(), e);
        }
    }

    /** Over tables by their names. */
    static DuckDbSql over(Map<String, Table> tables) throws SQLException {
        return new DuckDbSql(tables, List.of(), DuckDb.open(new Properties()));
    }

    @Override
    public List<String> tables() {
        return tables.values().stream()
                .flatMap(table -> new TableViews(table).names().stream())
                .toList();
    }

    @Override
    public void query(String sql, @Nullable Instant asKnownAt, Rows rows) throws QueryException {
        refuseAllButOneSelect(sql);
        try {
            List<String> readable = new ArrayList<>();
            for (Table table : tables.values()) {
                TableViews views = new TableViews(table);
                // Looking at a table opens each of its files: of tables that aren't asked for it's enough to show them.
                List<String> files = views.areNamedIn(sql) ? views.files() : List.of();
                for (String view : views.statements(files, asKnownAt)) {
                    DuckDb.execute(connection, view);
                }
                readable.addAll(files);
            }
            DuckDb.execute(connection, "SET allowed_paths = " + TableViews.list(readable));
            DuckDb.execute(connection, "SET enable_external_access = false");
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                ResultSetMetaData columns = result.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    names.add(columns.getColumnLabel(i));
                }
                rows.columns(names);
                while (result.next()) {
                    List<@Nullable Object> values = new ArrayList<>(names.size());
                    for (int i = 1; i <= names.size(); i++) {
                        values.add(PlainValue.of(result.getObject(i)));
                    }
                    rows.row(values);
                }
            }
        } catch (SQLException e) {
            throw new QueryException(readable(e), e);
        }
    }

    @Override
    public long export(String table, @Nullable Instant asKnownAt, Path file) throws QueryException {
        Table found = tables.get(table);
        if (found == null) {
            throw new QueryException(
                    "The lake has no table '" + table + "'. It has: " + String.join(", ", tables.keySet()) + ".", null);
        }
        TableViews views = new TableViews(found);
        try (Statement statement = connection.createStatement()) {
            for (String view : views.statements(views.files(), asKnownAt)) {
                statement.execute(view);
            }
            return statement.executeLargeUpdate(views.export(file));
        } catch (SQLException e) {
            throw new QueryException(readable(e), e);
        }
    }

    /** DuckDB itself says what a statement is: it writes down the tree of a SELECT and of nothing else. */
    private void refuseAllButOneSelect(String sql) throws QueryException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                JsonNode tree = new ObjectMapper().readTree(result.getString(1));
                if (tree.path("error").asBoolean()) {
                    boolean other = tree.path("error_type").asText().equals("not implemented");
                    throw new QueryException(
                            other
                                    ? "A query is one SELECT; the lake can't be changed by it."
                                    : tree.path("error_message").asText(),
                            null);
                }
                if (tree.path("statements").size() != 1) {
                    throw new QueryException("A query is one SELECT.", null);
                }
            }
        } catch (SQLException e) {
            throw new QueryException(readable(e), e);
        } catch (JsonProcessingException e) {
            throw new QueryException("DuckDB's answer about this query can't be read: " + e.getMessage(), e);
        }
    }

    private String readable(SQLException e) {
        String message = DuckDb.message(e);
        return message.startsWith("Table with name")
                ? message.lines().findFirst().orElse(message) + " The lake has: " + String.join(", ", tables()) + "."
                : message;
    }

    @Override
    public void close() {
        catalogs.forEach(OpenCatalog::close);
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB can't be closed: " + e.getMessage(), e);
        }
    }
}
