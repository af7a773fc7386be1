package dev.weir.pipeline;

import dev.weir.pipeline.LakeSql.QueryException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** The tables of a lake for those who look after them. What is read of a table is its newest snapshot at the opening. */
public interface LakeTables extends AutoCloseable {

    /** All of them, by name. */
    List<Contents> all();

    /**
     * The rows of a table, in no order.
     *
     * @throws IOException if its files can't be read
     */
    TableFile rows(String table) throws IOException;

    /**
     * Compacts small files, lets old snapshots expire and deletes files that belong to none. The table keeps its rows, and
     * deliveries may run meanwhile.
     *
     * @param olderThan snapshots and stray files that are younger stay
     * @param dryRun nothing is changed, only what would be is said
     * @throws ConflictException if it can't be compacted now: somebody else changed the same files; try again
     */
    Maintained maintain(String table, Duration olderThan, boolean dryRun) throws ConflictException;

    @Override
    void close();

    /**
     * What maintenance did, or would do.
     *
     * @param files how many data files the table had before
     * @param compacted how many of them were rewritten
     * @param into into how many; with a dry run an estimate
     * @param expired snapshots that went
     * @param stray files that belonged to no snapshot and went
     * @param strayBytes their size
     */
    record Maintained(String table, long files, long compacted, long into, long expired, long stray, long strayBytes) {}

    /** Which records of its stream a table has. */
    interface Contents {

        /** Its name in the lake. */
        String name();

        /** The stream whose rows it has; empty if no delivery made it. */
        String stream();

        /** The delivery that fills it, as the ledger names it. */
        String reader();

        /** By partition of the stream, what the deliveries' commits say that they added. */
        SortedMap<Integer, Held> held();

        /** How many rows its files count. */
        long rows();

        /** The offsets of the rows of a partition, in ascending order, read from the files. */
        Offsets offsets(int partition) throws QueryException;
    }

    /** Offsets {@code [from, to)} of a partition, of which this many are rows. */
    record Held(long from, long to, long rows) {}

    /** Offsets one after the other. */
    interface Offsets extends AutoCloseable {

        /** What comes behind the last. */
        long END = Long.MAX_VALUE;

        /** The next offset, or {@link #END}. */
        long next() throws QueryException;

        @Override
        void close() throws QueryException;
    }
}
