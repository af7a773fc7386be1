package dev.weir.lake;

import dev.weir.lake.postgresql.Login;
import dev.weir.pipeline.LakeAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The catalog of a lake in PostgreSQL, travelling with a job to its tasks. */
final class PostgresCatalog implements CatalogLoader {

    private static final long serialVersionUID = 1;

    private static final String NAME = "weir";
    private static final Namespace NAMESPACE = Namespace.of("lake");

    private final Login login;
    private final String warehouse;

    PostgresCatalog(LakeAddress address) {
        this(
                new Login(
                        address.catalog(),
                        address.user(),
                        address.passwordFile().toString()),
                address.warehouse().toString());
    }

    private PostgresCatalog(Login login, String warehouse) {
        this.login = login;
        this.warehouse = warehouse;
    }

    static Namespace namespace() {
        return NAMESPACE;
    }

    static TableIdentifier table(String name) {
        return TableIdentifier.of(NAMESPACE, name);
    }

    String url() {
        return login.url();
    }

    /** The folder of a table. */
    String location(String table) {
        return warehouse.replaceFirst("/*$", "/") + table;
    }

    /** @return to be closed by the caller */
    JdbcCatalog open() {
        JdbcCatalog catalog =
                new JdbcCatalog(properties -> new LocalFiles(), properties -> new CatalogConnections(login), true);
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, login.url());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
        properties.put("jdbc.schema-version", "V1");
        catalog.initialize(NAME, properties);
        return catalog;
    }

    @Override
    public Catalog loadCatalog() {
        return open();
    }

    @Override
    @SuppressWarnings({"PMD.ProperCloneImplementation", "MethodDoesntCallSuperMethod"})
    public CatalogLoader clone() {
        return new PostgresCatalog(login, warehouse);
    }
}
