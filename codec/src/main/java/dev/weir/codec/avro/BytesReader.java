package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import java.util.Arrays;

/** Bytes of a length that the record or, if {@code fixed} is not negative, the writer's schema says. */
record BytesReader(int fixed) implements ValueReader {

    static final int IN_RECORD = -1;

    @Override
    public byte[] read(AvroInput in) throws Rejection {
        int length = length(in);
        int at = in.take(length, "bytes");
        return Arrays.copyOfRange(in.bytes, at, at + length);
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        int length = length(in);
        into.setBytes(row, in.bytes, in.take(length, "bytes"), length);
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        in.take(length(in), "bytes");
    }

    int length(AvroInput in) throws Rejection {
        return fixed >= 0 ? fixed : in.readLength();
    }
}
