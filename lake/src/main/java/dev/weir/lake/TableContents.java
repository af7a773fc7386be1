package dev.weir.lake;

import dev.weir.pipeline.LakeSql.QueryException;
import dev.weir.pipeline.LakeTables.Contents;
import dev.weir.pipeline.LakeTables.Held;
import dev.weir.pipeline.LakeTables.Offsets;
import dev.weir.streams.source.StreamRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.duckdb.DuckDBDriver;

/** Which records a table has: what its snapshots say, what its manifests count, and what is in its files. */
record TableContents(Table table, String name, SortedMap<Integer, Held> held, long rows) implements Contents {

    /** As the table is now. */
    static TableContents of(Table table) {
        SortedMap<Integer, Held> held = new TreeMap<>();
        SnapshotRanges.held(table)
                .byPartition()
                .forEach((partition, range) -> held.put(partition, new Held(range.from(), range.to(), range.rows())));
        long rows = 0;
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            for (FileScanTask file : files) {
                rows += file.file().recordCount();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table " + table.name() + " can't be listed.", e);
        }
        return new TableContents(table, new TableViews(table).name(), held, rows);
    }

    @Override
    public String stream() {
        return table.properties().getOrDefault(LakeTable.STREAM, "");
    }

    @Override
    public String reader() {
        return table.properties().getOrDefault(LakeTable.READER, "");
    }

    @Override
    public Offsets offsets(int partition) throws QueryException {
        List<String> files = new TableViews(table).files();
        if (files.isEmpty()) {
            return new NoOffsets();
        }
        Properties streaming = new Properties();
        streaming.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        try {
            Connection connection = DuckDb.open(streaming);
            try {
                return new SortedOffsets(connection, query(files, partition));
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new QueryException(DuckDb.message(e), e);
        }
    }

    private String query(List<String> files, int partition) {
        String offset = StreamRecords.offsetColumn(table.properties().containsKey(LakeTable.KEY));
        return "SELECT " + offset + " FROM read_parquet(" + TableViews.list(files)
                + ", union_by_name = true, hive_partitioning = false) WHERE " + StreamRecords.PARTITION + " = "
                + partition
                + " ORDER BY 1";
    }

    private record NoOffsets() implements Offsets {

        @Override
        public long next() {
            return END;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class SortedOffsets implements Offsets {

        private final Connection connection;
        private final Statement statement;
        private final ResultSet rows;

        SortedOffsets(Connection connection, String query) throws SQLException {
            this.connection = connection;
            statement = connection.createStatement();
            rows = statement.executeQuery(query);
        }

        @Override
        public long next() throws QueryException {
            try {
                return rows.next() ? rows.getLong(1) : END;
            } catch (SQLException e) {
                throw new QueryException(DuckDb.message(e), e);
            }
        }

        @Override
        public void close() throws QueryException {
            try {
                statement.close();
                connection.close();
            } catch (SQLException e) {
                throw new QueryException(DuckDb.message(e), e);
            }
        }
    }
}
