package dev.weir.contract;

/** What a record of a stream means; it decides clean-up of the topic, tombstones and the table's changelog. */
public enum Mode {
    /** Every record is an event of its own; a null value is dead. */
    APPEND,
    /** A record is the newest state of its key, a null value its end; the topic is compacted. */
    UPSERT,
    /** Like {@link #UPSERT}, written by change capture of a database table. */
    CDC
}
