package dev.weir.pipeline;

/** A table of a database that a delivery fills, as it is at one time. */
public interface DatabaseTable extends LakeTables.Contents, AutoCloseable {

    /** Whether a row is the newest state of its key, and not a record of its own. */
    boolean newestOnly();

    @Override
    void close();
}
