package dev.weir.lake;

import dev.weir.lake.postgresql.Logins;
import dev.weir.lake.postgresql.PostgresqlDelivery;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.ProjectException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tables of the lake and of PostgreSQL. Iceberg's classes are loaded for those of the lake only: they may not be here. */
final class DeliveredTables implements Lake {

    private final LakeAddress address;
    private final ClassLoader loader;
    private final List<Path> jars;

    DeliveredTables(LakeAddress address, ClassLoader loader, List<Path> jars) {
        this.address = address;
        this.loader = loader;
        this.jars = List.copyOf(jars);
    }

    @Override
    public PlannedJob plan(Delivery delivery)
            throws ConflictException, ProjectException, ServerUnavailableException, IOException {
        if (delivery.config().kind() instanceof DeliveryConfig.Postgresql postgresql) {
            return new PostgresqlDelivery(new Logins(address, System.getenv()), loader)
                    .plan(delivery, postgresql.database());
        }
        LakeAddress at = address.at(delivery.place());
        CatalogToken.keep(at, delivery.place().catalog(), System.getenv());
        return new IcebergDelivery(new LakeCatalog(at), loader).plan(delivery);
    }

    @Override
    public List<Path> jars() {
        return jars;
    }

    @Override
    public void close() throws IOException {
        if (loader instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
