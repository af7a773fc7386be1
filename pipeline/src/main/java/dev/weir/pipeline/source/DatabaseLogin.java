package dev.weir.pipeline.source;

import dev.weir.pipeline.job.ServerUnavailableException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to log in to a PostgreSQL database.
 *
 * @param passwordReference how Connect finds the password, without saying it
 */
record DatabaseLogin(String host, int port, String database, String user, String password, String passwordReference) {

    private static final int DEFAULT_PORT = 5432;

    /** @param url {@code postgresql://host[:port]/database} */
    static DatabaseLogin of(String url, String user, String password, String passwordReference) {
        URI address = URI.create(url);
        return new DatabaseLogin(
                address.getHost(),
                address.getPort() < 0 ? DEFAULT_PORT : address.getPort(),
                address.getPath().substring(1),
                user,
                password,
                passwordReference);
    }

    String where() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }

    Connection connect() throws ServerUnavailableException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        try {
            return DriverManager.getConnection("jdbc:" + where(), properties);
        } catch (SQLException e) {
            throw new ServerUnavailableException(
                    "The database " + where() + " can't be reached as '" + user + "': " + e.getMessage(), e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseLogin[" + where() + ", " + user + "]";
    }
}
