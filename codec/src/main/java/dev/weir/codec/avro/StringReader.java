package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Utf8;
import org.apache.flink.table.data.binary.BinaryStringData;

/** Strings stay bytes: the value refers to the record's array. */
final class StringReader implements ValueReader {

    @Override
    public BinaryStringData read(AvroInput in) throws Rejection {
        int length = in.readLength();
        return BinaryStringData.fromBytes(in.bytes, takeText(in, length), length);
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        takeText(in, in.readLength());
    }

    private static int takeText(AvroInput in, int length) throws Rejection {
        int at = in.take(length, "a string");
        if (!Utf8.isValid(in.bytes, at, length)) {
            throw Rejection.malformed("a string in UTF-8", "other bytes");
        }
        return at;
    }
}
