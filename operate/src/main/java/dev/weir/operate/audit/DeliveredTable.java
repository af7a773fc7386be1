package dev.weir.operate.audit;

import java.io.IOException;
import java.util.SortedMap;

/** A table that a delivery fills with the rows of a stream, as one snapshot has it. */
public interface DeliveredTable {

    /** How it is called. */
    String name();

    /** Where it is, for people, as in "the lake". */
    String place();

    /** The stream whose rows it has. */
    String stream();

    /** The delivery, as the ledger names it. */
    String reader();

    /** By partition of the stream, what the deliveries say that they have added. */
    SortedMap<Integer, Held> held();

    /** Whether a row is the newest state of its key, in the place of older ones, and not a record of its own. */
    boolean newestOnly();

    /** How many rows it counts, by itself; if it has the newest only, how many records its deliveries brought. */
    long rows();

    /**
     * The offsets of its rows of one partition, in ascending order.
     *
     * @throws IOException if they can't be read
     */
    Offsets offsets(int partition) throws IOException;

    /** Offsets {@code [from, to)} of a partition, of which this many are rows. */
    record Held(long from, long to, long rows) {}

    /** Offsets one after the other. */
    interface Offsets extends AutoCloseable {

        /** What comes behind the last. */
        long END = Long.MAX_VALUE;

        /** The next offset, or {@link #END}. */
        long next() throws IOException;

        @Override
        void close() throws IOException;
    }
}
