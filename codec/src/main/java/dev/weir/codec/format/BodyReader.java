package dev.weir.codec.format;

import dev.weir.contract.event.RecordRejectedException;
import org.apache.flink.table.data.RowData;

/** Reads bodies that were written with one schema. Not thread-safe. */
public interface BodyReader {

    /**
     * @param bytes the record's value; the row may keep referring to it, so nobody may change it afterwards
     * @param from where the body begins; it ends with the array
     */
    RowData read(byte[] bytes, int from) throws RecordRejectedException;
}
