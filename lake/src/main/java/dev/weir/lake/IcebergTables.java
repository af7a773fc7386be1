package dev.weir.lake;

import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.LakeSql.QueryException;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.TableFile;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** The tables of a lake's catalog, which stays open with them. */
final class IcebergTables implements LakeTables {

    private final JdbcCatalog catalog;
    private final Map<String, Table> tables;

    private IcebergTables(JdbcCatalog catalog, Map<String, Table> tables) {
        this.catalog = catalog;
        this.tables = tables;
    }

    /** @throws ServerUnavailableException if the catalog can't be reached */
    @SuppressWarnings("try") // The loader is held, not used.
    static IcebergTables open(PostgresCatalog address) throws ServerUnavailableException {
        try (OwnLoader own = OwnLoader.enter()) {
            JdbcCatalog catalog = address.open();
            Map<String, Table> tables = new TreeMap<>();
            if (catalog.namespaceExists(PostgresCatalog.namespace())) {
                for (TableIdentifier table : catalog.listTables(PostgresCatalog.namespace())) {
                    tables.put(table.name(), catalog.loadTable(table));
                }
            }
            return new IcebergTables(catalog, tables);
        } catch (UncheckedSQLException e) {
            throw new ServerUnavailableException("The lake can't be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Contents> all() {
        return tables.values().stream()
                .<Contents>map(table -> TableContents.of(table))
                .toList();
    }

    @Override
    public TableFile rows(String table) throws IOException {
        try {
            return ParquetFile.open(new TableViews(tables.get(table)).files());
        } catch (QueryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public Maintained maintain(String table, Duration olderThan, boolean dryRun) throws ConflictException {
        try (OwnLoader own = OwnLoader.enter()) {
            return new Maintenance(tables.get(table), Instant.now().minus(olderThan)).run(dryRun);
        }
    }

    @Override
    public void close() {
        catalog.close();
    }
}
