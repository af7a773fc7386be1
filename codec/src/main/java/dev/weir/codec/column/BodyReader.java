package dev.weir.codec.column;

import dev.weir.contract.event.RecordRejectedException;

/** Reads bodies that were written with one schema. Not thread-safe. */
public interface BodyReader {

    /**
     * Appends one record.
     *
     * @param bytes has the body, and others beside it; not kept
     * @param from where the body begins
     * @param to where it ends
     * @throws RecordRejectedException if the bytes don't fit the schema; nothing is appended then
     */
    void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException;
}
