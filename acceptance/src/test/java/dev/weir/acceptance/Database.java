package dev.weir.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database as its owner uses it. */
record Database(String url, String user, String password) {

    static Database of(Path home, int portOffset) throws IOException {
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + (7432 + portOffset) + "/weir",
                "weir",
                Files.readString(home.resolve("secrets/postgresql")).strip());
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String value(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return "Database[" + url + "]";
    }
}
