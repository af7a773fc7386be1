package dev.weir.lake.postgresql;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows into a table in transactions of many, the last of them before each checkpoint. While the database is away it
 * waits and takes no more rows; after {@link #PATIENCE} the job begins again from its checkpoint, which then does the same.
 */
final class TableWriter implements StatefulSinkWriter<RowData, Positions> {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
    private static final int ROWS_A_TRANSACTION = 2_000;

    private final Login login;
    private final TargetTable table;
    private final Delivered delivered;
    private final TableTransaction transaction;
    private final Changes changes;
    private final Outage outage;
    private final Map<Integer, Long> next = new HashMap<>();
    /** Nobody counts it down: waiting for it is a pause that ends when the task is cancelled. */
    private final CountDownLatch never = new CountDownLatch(1);

    private @Nullable Connection connection;

    /** @param outage shown as a metric */
    TableWriter(Login login, Delivered delivered, Outage outage) {
        this.login = login;
        this.table = delivered.table();
        this.delivered = delivered;
        this.transaction = new TableTransaction(delivered);
        this.changes = new Changes(table);
        this.outage = outage;
    }

    /** Stops the job for good if the table has less than a checkpoint says that it had. */
    void refuseIfBehind(List<Positions> checkpoint) throws IOException {
        Map<Integer, Long> held;
        try {
            held = delivered.next(open());
            open().commit();
        } catch (SQLException e) {
            throw new IOException("Table " + where() + " can't be looked at: " + e.getMessage(), e);
        }
        for (Positions positions : checkpoint) {
            for (Map.Entry<Integer, Long> had : positions.next().entrySet()) {
                long has = held.getOrDefault(had.getKey(), 0L);
                if (has < had.getValue()) {
                    throw new SuppressRestartsException(
                            new IOException("Table " + where() + " has the records of partition " + had.getKey()
                                    + " before offset " + has + ", by " + Delivered.NAME + ", but it had those before "
                                    + had.getValue() + ": was it restored from a backup? Give the delivery another name"
                                    + " in weir.yaml and run it: it begins anew, and leaves out what the table has."));
                }
            }
        }
    }

    @Override
    public void write(RowData row, Context context) throws IOException, InterruptedException {
        changes.add(row);
        if (changes.size() >= ROWS_A_TRANSACTION) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (changes.size() == 0) {
            return;
        }
        while (true) {
            try {
                next.putAll(transaction.apply(open(), changes));
                changes.clear();
                if (outage.seconds() > 0) {
                    LOG.info("The database of table {} is back.", where());
                    outage.over();
                }
                return;
            } catch (SQLException failed) {
                SQLException e = said(failed);
                disconnect();
                if (!Outage.is(e) || outage.seconds() > PATIENCE.toSeconds()) {
                    throw new IOException(
                            "PostgreSQL doesn't take " + changes.size() + " rows of stream " + table.stream()
                                    + " for table " + where() + " (SQL state " + e.getSQLState() + "): "
                                    + e.getMessage(),
                            e);
                }
                Duration pause = outage.failed();
                LOG.warn(
                        "The database of table {} is away, rows of stream {} wait for it; tried again in {} ms: {}",
                        where(),
                        table.stream(),
                        pause.toMillis(),
                        e.getMessage());
                never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** A batch's own exception has its statement, with the rows' values, which no log may have. */
    private static SQLException said(SQLException e) {
        SQLException server = e instanceof BatchUpdateException ? e.getNextException() : null;
        return server == null ? e : server;
    }

    private String where() {
        return table.qualified() + " at " + login.url();
    }

    private Connection open() throws SQLException, IOException {
        Connection present = connection;
        if (present != null) {
            return present;
        }
        Properties properties = new Properties();
        properties.setProperty("reWriteBatchedInserts", "true");
        Connection opened = login.connect("weir-delivery", properties);
        connection = opened;
        opened.setAutoCommit(false);
        return opened;
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException e) {
                LOG.debug("A connection that is given up doesn't close.", e);
            }
        }
    }

    @Override
    public List<Positions> snapshotState(long checkpointId) {
        return List.of(new Positions(next));
    }

    @Override
    public void close() {
        disconnect();
    }
}
