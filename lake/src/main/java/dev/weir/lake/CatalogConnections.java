package dev.weir.lake;

import dev.weir.lake.postgresql.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Connections to the catalog's database.
 */
final class CatalogConnections extends JdbcClientPool {

    /** Iceberg's tables have a schema of their own in the user's database. */
    private static final String SCHEMA = "weir_lake";

    private static final int SIZE = 2;

    private final Login login;

    CatalogConnections(Login login) {
        super(SIZE, login.url(), Map.of());
        this.login = login;
    }

    @Override
    protected Connection newClient() {
        try {
            Properties properties = new Properties();
            properties.setProperty("currentSchema", SCHEMA);
            Connection connection = login.connect("weir-lake", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            }
            return connection;
        } catch (SQLException e) {
            throw new UncheckedSQLException(
                    e, "The lake's catalog at %s can't be reached: %s", login.url(), e.getMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(
                    "The catalog's password can't be read at " + login.passwordFile() + ".", e);
        }
    }
}
