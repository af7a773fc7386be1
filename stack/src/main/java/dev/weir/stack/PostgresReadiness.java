package dev.weir.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** Asks PostgreSQL whether it takes queries, and makes the databases. */
final class PostgresReadiness {
    private static final int QUESTION_SECONDS = 5;
    private static final int WORK_SECONDS = 30;

    private PostgresReadiness() {}

    static Optional<String> missing(String url, String user, String password) {
        try (Connection connection = connect(url, user, password, QUESTION_SECONDS);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            return rows.next() ? Optional.empty() : Optional.of(url + " answers without a row.");
        } catch (SQLException e) {
            return Optional.of(url + " takes no queries (" + e.getMessage() + ").");
        }
    }

    /** Makes the database unless it is there. */
    static void createDatabase(String url, String user, String password, String database) {
        try (Connection connection = connect(url, user, password, WORK_SECONDS);
                PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            boolean there;
            try (ResultSet rows = query.executeQuery()) {
                there = rows.next();
            }
            if (!there) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + database);
                }
            }
        } catch (SQLException e) {
            throw new ServerFailedException("PostgreSQL can't make the database '" + database + "'.", e);
        }
    }

    private static Connection connect(String url, String user, String password, int seconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(url, properties);
    }
}
