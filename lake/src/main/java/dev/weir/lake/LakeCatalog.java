package dev.weir.lake;

import dev.weir.lake.postgresql.Login;
import dev.weir.pipeline.LakeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SessionCatalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.RESTUtil;
import org.jspecify.annotations.Nullable;

/** The catalog of a lake, travelling with a job to its tasks; what is secret doesn't, they read its files. */
final class LakeCatalog implements CatalogLoader {

    private static final long serialVersionUID = 2;

    private static final String NAME = "weir";
    private static final Namespace NAMESPACE = Namespace.of("lake");

    private final Login login;
    private final String warehouse;
    private final boolean ownWarehouse;
    private final @Nullable String s3Login;
    private final @Nullable String rest;
    private final @Nullable String tokenFile;

    LakeCatalog(LakeAddress address) {
        login = new Login(
                address.catalog(), address.user(), address.passwordFile().toString());
        warehouse = address.warehouse().toString();
        ownWarehouse = address.ownWarehouse();
        s3Login = address.s3Login() == null ? null : address.s3Login().toString();
        LakeAddress.Rest server = address.rest();
        rest = server == null ? null : server.uri().toString();
        tokenFile = server == null || server.tokenFile() == null
                ? null
                : server.tokenFile().toString();
    }

    private LakeCatalog(LakeCatalog other) {
        login = other.login;
        warehouse = other.warehouse;
        ownWarehouse = other.ownWarehouse;
        s3Login = other.s3Login;
        rest = other.rest;
        tokenFile = other.tokenFile;
    }

    static Namespace namespace() {
        return NAMESPACE;
    }

    static TableIdentifier table(String name) {
        return TableIdentifier.of(NAMESPACE, name);
    }

    /** Where it is, for people. */
    String url() {
        return rest == null ? login.url() : rest;
    }

    /** The folder of a table; null where the catalog's server chooses it. */
    @Nullable
    String location(String table) {
        return rest != null && !ownWarehouse ? null : warehouse.replaceFirst("/*$", "/") + table;
    }

    /** @return to be closed by the caller */
    @SuppressWarnings("try") // The loader is held, not used.
    OpenCatalog open() {
        try (OwnLoader own = OwnLoader.enter()) {
            return rest == null ? openJdbc() : openRest(rest);
        }
    }

    private LakeFiles files() {
        return new LakeFiles(s3Login == null ? null : Path.of(s3Login));
    }

    private OpenCatalog openJdbc() {
        LakeFiles files = files();
        JdbcCatalog catalog = new JdbcCatalog(properties -> files, properties -> new CatalogConnections(login), true);
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, login.url());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
        properties.put("jdbc.schema-version", "V1");
        catalog.initialize(NAME, properties);
        return new OpenCatalog(catalog, catalog, files);
    }

    private OpenCatalog openRest(String uri) {
        LakeFiles files = files();
        RESTSessionCatalog catalog = new RESTSessionCatalog(
                settings -> HTTPClient.builder(settings)
                        .uri(settings.get(CatalogProperties.URI))
                        .withHeaders(RESTUtil.configHeaders(settings))
                        .build(),
                (context, properties) -> files);
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, uri);
        if (ownWarehouse) {
            properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
        }
        if (tokenFile != null) {
            properties.put("token", token(tokenFile));
        }
        catalog.initialize(NAME, properties);
        return new OpenCatalog(catalog.asCatalog(SessionCatalog.SessionContext.createEmpty()), catalog, files);
    }

    private static String token(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The token for the lake's catalog can't be read at " + file + ".", e);
        }
    }

    @Override
    public Catalog loadCatalog() {
        return open().catalog();
    }

    @Override
    @SuppressWarnings({"PMD.ProperCloneImplementation", "MethodDoesntCallSuperMethod"})
    public CatalogLoader clone() {
        return new LakeCatalog(this);
    }

    @Override
    public String toString() {
        return "LakeCatalog[" + url() + "]";
    }
}
