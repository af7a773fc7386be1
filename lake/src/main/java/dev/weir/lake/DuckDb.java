package dev.weir.lake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;

/** DuckDB in this process, as all of Weir's uses of it want it; needs nothing else of the lake. */
final class DuckDb {

    /** Nothing is fetched. */
    private static final List<String> SETTINGS = List.of(
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET TimeZone = 'UTC'",
            "SET preserve_insertion_order = true");

    private static final Pattern PREFIX = Pattern.compile("^(?:\\w+ )?Error: ");

    private DuckDb() {}

    static Connection open(Properties properties) throws SQLException {
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
        for (String setting : SETTINGS) {
            execute(connection, setting);
        }
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What went wrong, without the kind of error that DuckDB puts before it. */
    static String message(SQLException e) {
        return PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    }
}
