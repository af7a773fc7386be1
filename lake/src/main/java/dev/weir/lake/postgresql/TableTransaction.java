package dev.weir.lake.postgresql;

import dev.weir.lake.postgresql.Changes.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Brings changes into their table, and what that has then into {@code weir_delivered}, in one transaction. What is there
 * already is left out, so that it may be tried again when nobody knows whether it was committed.
 */
final class TableTransaction {

    private final Delivered delivered;
    private final TargetTable table;

    TableTransaction(Delivered delivered) {
        this.delivered = delivered;
        this.table = delivered.table();
    }

    /**
     * Commits them.
     *
     * @return one after the last record that the table has now, of the partitions that there were changes of
     */
    Map<Integer, Long> apply(Connection connection, Changes changes) throws SQLException {
        SortedMap<Integer, Long> held = delivered.lock(connection, changes.partitions());
        if (held.size() < changes.partitions().size()) {
            delivered.begin(connection, changes.partitions());
            held = delivered.lock(connection, changes.partitions());
        }
        Map<Integer, Long> next = new HashMap<>(held);
        List<Change> missing = new ArrayList<>();
        for (int partition : changes.partitions()) {
            List<Change> more = changes.of(partition, next.getOrDefault(partition, 0L));
            if (!more.isEmpty()) {
                long end = more.get(more.size() - 1).offset() + 1;
                missing.addAll(more);
                delivered.advance(connection, partition, more.get(0).offset(), end, more.size());
                next.put(partition, end);
            }
        }
        if (table.keyed()) {
            Collection<Change> newest = changes.newest(missing);
            delete(connection, changes, newest.stream().filter(Change::ends).toList());
            upsert(connection, newest.stream().filter(change -> !change.ends()).toList());
        } else {
            upsert(connection, missing);
        }
        connection.commit();
        return next;
    }

    private void upsert(Connection connection, List<Change> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<TargetColumn> columns = table.columns();
        try (PreparedStatement statement = connection.prepareStatement(table.upsert())) {
            for (Change row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).bind(statement, i + 1, row.values()[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void delete(Connection connection, Changes changes, List<Change> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        List<TargetColumn> key = table.keyColumns();
        try (PreparedStatement statement = connection.prepareStatement(table.delete())) {
            for (Change end : ended) {
                int parameter = 0;
                for (Object value : changes.keyValues(end)) {
                    key.get(parameter).bind(statement, parameter + 1, value);
                    parameter++;
                }
                statement.setInt(parameter + 1, end.partition());
                statement.setLong(parameter + 2, end.offset());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
