package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.event.RejectCode;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** A UUID that was written as text: 36 characters, in either case, as the gateway takes it. */
final class UuidTextReader implements ValueReader {

    private static final int LENGTH = 36;

    @Override
    public StringData read(AvroInput in) throws Rejection {
        return BinaryStringData.fromBytes(in.bytes, take(in), LENGTH);
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        into.setBytes(row, in.bytes, take(in), LENGTH);
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        take(in);
    }

    private static int take(AvroInput in) throws Rejection {
        int length = in.readLength();
        int at = in.take(length, "a UUID");
        if (length != LENGTH) {
            throw rejection();
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? in.bytes[at + i] != '-' : Character.digit(in.bytes[at + i], 16) < 0) {
                throw rejection();
            }
        }
        return at;
    }

    private static Rejection rejection() {
        return new Rejection(RejectCode.WRONG_TYPE, "a UUID", "another string");
    }
}
