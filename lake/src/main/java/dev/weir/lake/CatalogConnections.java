package dev.weir.lake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.postgresql.Driver;

/**
 * Connections to the catalog's database. They are made by the driver itself: Java's registry of drivers would keep this
 * class and all that came with it after its job has ended, and doesn't find drivers that came with a job.
 * In a process of our own the driver is everybody's, and stays.
 */
final class CatalogConnections extends JdbcClientPool {

    /** Iceberg's tables have a schema of their own in the user's database. */
    private static final String SCHEMA = "weir_lake";

    private static final int SIZE = 2;
    private static final String SECONDS_TO_CONNECT = "10";

    private final String url;
    private final String user;
    private final Path passwordFile;

    CatalogConnections(String url, String user, Path passwordFile) {
        super(SIZE, url, Map.of());
        this.url = url;
        this.user = user;
        this.passwordFile = passwordFile;
    }

    @Override
    protected Connection newClient() {
        try {
            Properties properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", Files.readString(passwordFile).strip());
            properties.setProperty("currentSchema", SCHEMA);
            properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
            properties.setProperty("ApplicationName", "weir-lake");
            Driver driver = new Driver();
            if (Driver.isRegistered() && cameWithAJob()) {
                Driver.deregister();
            }
            Connection connection = driver.connect(url, properties);
            if (connection == null) {
                throw new SQLException("PostgreSQL's driver doesn't know the address " + url);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            }
            return connection;
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "The lake's catalog at %s can't be reached: %s", url, e.getMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("The catalog's password can't be read at " + passwordFile + ".", e);
        }
    }

    private static boolean cameWithAJob() {
        return Driver.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    }
}
