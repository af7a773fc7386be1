package dev.weir.lake;

import dev.weir.lake.postgresql.Logins;
import dev.weir.lake.postgresql.TableSight;
import dev.weir.pipeline.DatabaseTable;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.LakeLibrary;
import dev.weir.pipeline.LakeSql;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.SubmittedDelivery;
import dev.weir.pipeline.TableFile;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Lakes of Iceberg tables whose catalog is a PostgreSQL database or speaks Iceberg's REST protocol, and tables of PostgreSQL databases. */
public final class IcebergLakeLibrary implements LakeLibrary {

    @Override
    public Lake open(LakeAddress address, ClassLoader loader, List<Path> jars) {
        return new DeliveredTables(address, loader, jars);
    }

    @Override
    public LakeSql sql(List<LakeAddress> addresses) throws ServerUnavailableException {
        return DuckDbSql.open(catalogs(addresses));
    }

    @Override
    public LakeTables tables(List<LakeAddress> addresses) throws ServerUnavailableException {
        return IcebergTables.open(catalogs(addresses));
    }

    private static List<LakeCatalog> catalogs(List<LakeAddress> addresses) {
        return addresses.stream().map(LakeCatalog::new).toList();
    }

    @Override
    public DatabaseTable table(LakeAddress address, SubmittedDelivery delivery)
            throws ServerUnavailableException, ProjectException, IOException {
        return TableSight.open(new Logins(address, System.getenv()), delivery);
    }

    @Override
    public TableFile parquet(Path file) throws IOException {
        return ParquetFile.open(file);
    }
}
