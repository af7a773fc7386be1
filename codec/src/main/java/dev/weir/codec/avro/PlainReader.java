package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import dev.weir.codec.format.Utf8;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * The readers of the values that most fields have.
 *
 * <p>One type with a switch rather than a type for each: a record's loop over its fields then needs no virtual calls.
 */
enum PlainReader implements ValueReader {
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    /** Stays bytes: the value refers to the record's array. */
    STRING,
    /** A timestamp in milliseconds. */
    INSTANT;

    @Override
    public Object read(AvroInput in) throws Rejection {
        return switch (this) {
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> {
                int length = in.readLength();
                yield BinaryStringData.fromBytes(in.bytes, takeText(in, length), length);
            }
            case INSTANT -> TimestampData.fromEpochMillis(in.readLong());
        };
    }

    /** Reads a value into a column whose kind fits. */
    void read(AvroInput in, Column into, int row) throws Rejection {
        switch (this) {
            case BOOLEAN -> into.setLong(row, in.readBoolean() ? 1 : 0);
            case INT -> into.setLong(row, in.readInt());
            case LONG, INSTANT -> into.setLong(row, in.readLong());
            case FLOAT -> into.setDouble(row, in.readFloat());
            case DOUBLE -> into.setDouble(row, in.readDouble());
            case STRING -> {
                int length = in.readLength();
                into.setBytes(row, in.bytes, takeText(in, length), length);
            }
        }
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        switch (this) {
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG, INSTANT -> in.readLong();
            case FLOAT -> in.take(Float.BYTES, "a float");
            case DOUBLE -> in.take(Double.BYTES, "a double");
            case STRING -> takeText(in, in.readLength());
        }
    }

    private static int takeText(AvroInput in, int length) throws Rejection {
        int at = in.take(length, "a string");
        if (!Utf8.isValid(in.bytes, at, length)) {
            throw Rejection.malformed("a string in UTF-8", "other bytes");
        }
        return at;
    }
}
