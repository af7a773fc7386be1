package dev.weir.lake.postgresql;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * How to log in to a PostgreSQL database, travelling with a job to its tasks; the password doesn't, they read its file.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param passwordFile holds the password and nothing else
 */
public record Login(String url, String user, String passwordFile) implements Serializable {

    private static final String SECONDS_TO_CONNECT = "10";
    /** A server that is silent for longer is taken for dead. */
    private static final String SECONDS_TO_ANSWER = "60";

    /**
     * Connects by the driver itself: Java's registry of drivers would keep this class and all that came with it after its
     * job has ended, and doesn't find drivers that came with a job. In a process of our own the driver is everybody's,
     * and stays.
     *
     * @param application what the server shows of the connection
     * @param more settings of the driver
     */
    public Connection connect(String application, Properties more) throws SQLException, IOException {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", user);
        properties.setProperty(
                "password", Files.readString(Path.of(passwordFile)).strip());
        properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", application);
        // What the server says of a row that it refuses has the row's values.
        properties.setProperty("logServerErrorDetail", "false");
        Driver driver = new Driver();
        if (Driver.isRegistered() && cameWithAJob()) {
            Driver.deregister();
        }
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("PostgreSQL's driver doesn't know the address " + url);
        }
        return connection;
    }

    private static boolean cameWithAJob() {
        return Driver.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    }

    @Override
    public String toString() {
        return "Login[" + url + ", " + user + "]";
    }
}
