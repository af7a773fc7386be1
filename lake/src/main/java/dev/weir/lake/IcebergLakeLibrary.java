package dev.weir.lake;

import dev.weir.pipeline.Lake;
import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.LakeLibrary;
import dev.weir.pipeline.LakeSql;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.TableFile;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Lakes of Iceberg tables whose catalog is a PostgreSQL database. */
public final class IcebergLakeLibrary implements LakeLibrary {

    @Override
    public Lake open(LakeAddress address, ClassLoader loader, List<Path> jars) {
        return new IcebergLake(new PostgresCatalog(address), loader, jars);
    }

    @Override
    public LakeSql sql(LakeAddress address) throws ServerUnavailableException {
        return DuckDbSql.open(new PostgresCatalog(address));
    }

    @Override
    public LakeTables tables(LakeAddress address) throws ServerUnavailableException {
        return IcebergTables.open(new PostgresCatalog(address));
    }

    @Override
    public TableFile parquet(Path file) throws IOException {
        return ParquetFile.open(file);
    }
}
