package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/** One event that is written again and again, with other values in some of its columns. Safe to share between threads. */
public interface EventPattern {

    /**
     * The event with these values, in Confluent's wire format.
     *
     * @param values plain values, in the order in which the columns were named
     * @throws RecordRejectedException if one is of its column's type, but the schema's language can't carry it
     */
    byte[] with(@Nullable Object... values) throws RecordRejectedException;
}
