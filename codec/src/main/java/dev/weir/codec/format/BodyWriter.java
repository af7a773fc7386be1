package dev.weir.codec.format;

import org.apache.flink.table.data.RowData;

/** Writes bodies of one schema. Not thread-safe. */
public interface BodyWriter {

    /**
     * @param header the bytes that precede the body
     * @param row has all fields of the schema, in its order
     * @return header and body, owned by the caller
     */
    byte[] write(byte[] header, RowData row) throws Rejection;
}
