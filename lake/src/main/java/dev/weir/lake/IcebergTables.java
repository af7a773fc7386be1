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
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** The tables of a lake's catalog, which stays open with them. */
final class IcebergTables implements LakeTables {

    private final List<OpenCatalog> catalogs;
    private final Map<String, Table> tables;

    private IcebergTables(List<OpenCatalog> catalogs, Map<String, Table> tables) {
        this.catalogs = catalogs;
        this.tables = tables;
    }

    /** @throws ServerUnavailableException if the catalog can't be reached */
    @SuppressWarnings("try") // The loader is held, not used.
    static IcebergTables open(List<LakeCatalog> addresses) throws ServerUnavailableException {
        try (OwnLoader own = OwnLoader.enter()) {
            List<OpenCatalog> catalogs =
                    addresses.stream().map(LakeCatalog::open).toList();
            return new IcebergTables(catalogs, all(catalogs));
        } catch (UncheckedSQLException | RESTException e) {
            throw new ServerUnavailableException("The lake can't be opened: " + e.getMessage(), e);
        }
    }

    /** Of tables with one name that of the first catalog. */
    static Map<String, Table> all(List<OpenCatalog> catalogs) {
        Map<String, Table> all = new TreeMap<>();
        catalogs.forEach(catalog -> catalog.tables().forEach(all::putIfAbsent));
        return all;
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
        catalogs.forEach(OpenCatalog::close);
    }
}
