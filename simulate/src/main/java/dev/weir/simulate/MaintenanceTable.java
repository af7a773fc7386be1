package dev.weir.simulate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * Writes what technicians do into the table {@code maintenance} of a PostgreSQL database, as they would have done. Not
 * thread-safe.
 */
public final class MaintenanceTable {

    private static final String WRITE = """
            INSERT INTO maintenance (machine_id, entry_id, component, done_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (entry_id) DO UPDATE
            SET machine_id = excluded.machine_id, component = excluded.component, done_at = excluded.done_at""";
    private static final String WITHDRAW = "DELETE FROM maintenance WHERE machine_id = ? AND entry_id = ?";

    private final List<LogChange> changes;
    private int written;

    /** @param changes in the order in which they are made */
    public MaintenanceTable(List<LogChange> changes) {
        this.changes = changes;
    }

    /** Whether there are changes up to a time, in milliseconds since 1970, that aren't made yet. */
    public boolean isDue(long millis) {
        return written < changes.size() && changes.get(written).atMillis() <= millis;
    }

    /**
     * Makes the changes that aren't made yet of those up to a time, in one transaction.
     *
     * @param connection stays the caller's
     * @param millis since 1970
     * @throws SQLException if they aren't made, or it isn't known whether they are. They may be made again: the table is the
     *     same then
     */
    public void writeUntil(Connection connection, long millis) throws SQLException {
        connection.setAutoCommit(false);
        int next = written;
        try (PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement withdraw = connection.prepareStatement(WITHDRAW)) {
            while (next < changes.size() && changes.get(next).atMillis() <= millis) {
                make(changes.get(next), write, withdraw);
                next++;
            }
        }
        connection.commit();
        written = next;
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
