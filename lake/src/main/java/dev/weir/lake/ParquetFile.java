package dev.weir.lake;

import dev.weir.pipeline.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** Parquet files as one, read by DuckDB row group by row group. */
final class ParquetFile implements TableFile {

    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final List<String> columns = new ArrayList<>();
    private final long size;

    /** @param source of rows, in SQL */
    private ParquetFile(Connection connection, String source) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
        try (Statement counting = connection.createStatement();
                ResultSet count = counting.executeQuery("SELECT count(*) FROM " + source)) {
            count.next();
            this.size = count.getLong(1);
        }
        this.rows = statement.executeQuery("SELECT * FROM " + source);
        ResultSetMetaData described = rows.getMetaData();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(described.getColumnLabel(i));
        }
    }

    /** @throws IOException if it is no Parquet file */
    static ParquetFile open(Path file) throws IOException {
        return open("read_parquet(" + TableViews.list(List.of(file.toString())) + ")");
    }

    /**
     * All columns that any of the files has.
     *
     * @param files none is a file without rows
     */
    static ParquetFile open(List<String> files) throws IOException {
        return open(
                files.isEmpty()
                        ? "(SELECT 1 AS nothing WHERE false)"
                        : "read_parquet(" + TableViews.list(files)
                                + ", union_by_name = true, hive_partitioning = false)");
    }

    private static ParquetFile open(String source) throws IOException {
        Properties streaming = new Properties();
        streaming.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        try {
            Connection connection = DuckDb.open(streaming);
            try {
                return new ParquetFile(connection, source);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<String> columns() {
        return List.copyOf(columns);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public @Nullable List<@Nullable Object> next() throws IOException {
        try {
            if (!rows.next()) {
                return null;
            }
            List<@Nullable Object> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                row.add(PlainValue.nested(rows.getObject(i)));
            }
            return row;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(SQLException e) {
        return new IOException(DuckDb.message(e), e);
    }

    @Override
    public void close() throws IOException {
        try {
            statement.close();
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
