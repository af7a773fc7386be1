package dev.weir.pipeline;

import dev.weir.pipeline.project.CatalogConfig;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake is.
 *
 * @param catalog JDBC address of the PostgreSQL database that knows its tables, unless a server of catalogs does
 * @param passwordFile holds the password; jobs read it where they run
 * @param warehouse folder of its files, reachable from wherever its jobs run
 * @param ownWarehouse whether somebody chose that folder
 * @param secrets folder for what deliveries need to log in elsewhere, likewise; only its owner may look into it
 * @param s3Login the file that says how to log in to S3; null if nobody does
 * @param rest the server of catalogs that knows its tables; null if the database does
 */
public record LakeAddress(
        String catalog,
        String user,
        Path passwordFile,
        URI warehouse,
        boolean ownWarehouse,
        Path secrets,
        @Nullable Path s3Login,
        @Nullable Rest rest) {

    /**
     * A server that speaks Iceberg's REST protocol.
     *
     * @param tokenFile holds what it wants to be told; null if it wants nothing
     */
    public record Rest(URI uri, @Nullable Path tokenFile) {}

    /** The lake of the local stack: its database and a folder of its own. */
    public static LakeAddress local(
            String catalog, String user, Path passwordFile, URI warehouse, Path secrets, @Nullable Path s3Login) {
        return new LakeAddress(catalog, user, passwordFile, warehouse, false, secrets, s3Login, null);
    }

    /** Where an environment has its lake instead. */
    public LakeAddress at(LakePlace place) {
        CatalogConfig server = place.catalog();
        String folder = place.warehouse();
        return new LakeAddress(
                catalog,
                user,
                passwordFile,
                folder == null ? warehouse : URI.create(folder),
                folder != null,
                secrets,
                s3Login,
                server == null ? null : new Rest(URI.create(server.uri()), tokenFile(server)));
    }

    private @Nullable Path tokenFile(CatalogConfig server) {
        return server.token() == null
                ? null
                : secrets.resolve("catalog-" + server.uri().replaceAll("[^A-Za-z0-9]+", "-") + ".token");
    }
}
