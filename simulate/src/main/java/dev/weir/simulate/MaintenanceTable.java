package dev.weir.simulate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * Writes what technicians do into the table {@code maintenance} of a PostgreSQL database, as they would have done. Not
 * thread-safe; the connection stays the caller's.
 */
public final class MaintenanceTable {

    private static final String WRITE = """
            INSERT INTO maintenance (machine_id, entry_id, component, done_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (entry_id) DO UPDATE
            SET machine_id = excluded.machine_id, component = excluded.component, done_at = excluded.done_at""";
    private static final String WITHDRAW = "DELETE FROM maintenance WHERE machine_id = ? AND entry_id = ?";

    private final Connection connection;
    private final List<LogChange> changes;
    private int written;

    /** @param changes in the order in which they are made */
    public MaintenanceTable(Connection connection, List<LogChange> changes) {
        this.connection = connection;
        this.changes = changes;
    }

    /** Makes the changes that aren't made yet of those up to a time, in milliseconds since 1970. */
    public void writeUntil(long millis) throws SQLException {
        if (written == changes.size() || changes.get(written).atMillis() > millis) {
            return;
        }
        connection.setAutoCommit(false);
        try (PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement withdraw = connection.prepareStatement(WITHDRAW)) {
            int next = written;
            while (next < changes.size() && changes.get(next).atMillis() <= millis) {
                make(changes.get(next), write, withdraw);
                next++;
            }
            connection.commit();
            written = next;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** How many changes were made. */
    public int written() {
        return written;
    }

    private static void make(LogChange change, PreparedStatement write, PreparedStatement withdraw)
            throws SQLException {
        boolean withdrawn = change.kind() == LogChange.Kind.WITHDRAWN;
        PreparedStatement statement = withdrawn ? withdraw : write;
        statement.setString(1, change.machine());
        statement.setLong(2, change.entry());
        if (!withdrawn) {
            statement.setString(3, change.part().text());
            statement.setTimestamp(4, Timestamp.from(Instant.ofEpochMilli(change.doneAtMillis())));
        }
        statement.executeUpdate();
    }
}
