package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.contract.event.RejectCode;

/** A value whose schema can't become the reader's: met only if the writer really wrote one. */
record MismatchReader(String expected, String found) implements ValueReader {

    @Override
    public Object read(AvroInput in) throws Rejection {
        throw new Rejection(RejectCode.WRONG_SCHEMA, expected, found);
    }
}
