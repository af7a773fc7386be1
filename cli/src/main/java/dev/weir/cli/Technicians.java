package dev.weir.cli;

import dev.weir.simulate.LogChange;
import dev.weir.simulate.MaintenanceTable;
import dev.weir.stack.PostgresAddress;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who write into the database of the local stack; none, if the log is empty. */
final class Technicians implements AutoCloseable {

    private final @Nullable Connection connection;
    private final @Nullable MaintenanceTable table;

    private Technicians(@Nullable Connection connection, @Nullable MaintenanceTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** @param log what they do, in its order */
    static Technicians of(Home home, List<LogChange> log) throws IOException {
        if (log.isEmpty()) {
            return new Technicians(null, null);
        }
        PostgresAddress address =
                LocalServers.running(home, ServerName.POSTGRESQL).postgresql();
        try {
            Connection connection = DriverManager.getConnection(
                    address.jdbcUrl(),
                    address.user(),
                    Files.readString(address.passwordFile()).strip());
            return new Technicians(connection, new MaintenanceTable(connection, log));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** They have done what they do up to a time, in milliseconds since 1970. */
    void until(long millis) {
        if (table != null) {
            try {
                table.writeUntil(millis);
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }

    int written() {
        return table == null ? 0 : table.written();
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    private static CommandFailure failure(SQLException e) {
        return new CommandFailure(
                ExitCode.FAILED,
                "The table maintenance of the database here can't be written: " + e.getMessage()
                        + ". weir run pipelines/predictive-maintenance makes it.",
                e);
    }
}
