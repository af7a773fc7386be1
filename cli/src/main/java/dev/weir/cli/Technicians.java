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
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Those who write into the database of the local stack, and wait while it is away; none, if the log is empty. Not thread-safe.
 */
final class Technicians implements AutoCloseable {

    private static final Duration GIVE_UP = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Classes of SQL states that pass: no connection, the server ends or starts, too much at once. */
    private static final Set<String> PASSING = Set.of("08", "57", "53");

    private final MaintenanceTable table;
    private final String url;
    private final Properties login;
    private @Nullable Connection connection;

    private Technicians(MaintenanceTable table, String url, Properties login) {
        this.table = table;
        this.url = url;
        this.login = login;
    }

    /** @param log what they do, in its order */
    static Technicians of(Home home, List<LogChange> log) throws IOException {
        Properties login = new Properties();
        if (log.isEmpty()) {
            return new Technicians(new MaintenanceTable(log), "", login);
        }
        PostgresAddress address =
                LocalServers.running(home, ServerName.POSTGRESQL).postgresql();
        login.setProperty("user", address.user());
        login.setProperty("password", Files.readString(address.passwordFile()).strip());
        return new Technicians(new MaintenanceTable(log), address.jdbcUrl(), login);
    }

    /**
     * They have done what they do up to a time, in milliseconds since 1970.
     *
     * @throws CommandFailure if the database refuses it, or is away for long
     */
    void until(long millis) {
        long begun = System.nanoTime();
        while (table.isDue(millis)) {
            try {
                table.writeUntil(connection(), millis);
            } catch (SQLException e) {
                hangUp(e);
                boolean tooLong = System.nanoTime() - begun > GIVE_UP.toNanos();
                if (!isPassing(e) || tooLong || Thread.currentThread().isInterrupted()) {
                    throw failure(e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    int written() {
        return table.written();
    }

    private Connection connection() throws SQLException {
        Connection open = connection == null ? DriverManager.getConnection(url, login) : connection;
        connection = open;
        return open;
    }

    /** What wasn't committed is rolled back by the server. */
    private void hangUp(SQLException why) {
        try {
            close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
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
