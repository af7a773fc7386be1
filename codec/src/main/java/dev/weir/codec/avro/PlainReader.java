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
    INSTANT,
    /** A timestamp in microseconds. */
    MICROS,
    INT_AS_LONG,
    INT_AS_FLOAT,
    INT_AS_DOUBLE,
    LONG_AS_FLOAT,
    LONG_AS_DOUBLE,
    FLOAT_AS_DOUBLE;

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
            case MICROS -> AvroScalars.micros(in.readLong());
            case INT_AS_LONG -> (long) in.readInt();
            case INT_AS_FLOAT -> (float) in.readInt();
            case INT_AS_DOUBLE -> (double) in.readInt();
            case LONG_AS_FLOAT -> (float) in.readLong();
            case LONG_AS_DOUBLE -> (double) in.readLong();
            case FLOAT_AS_DOUBLE -> (double) in.readFloat();
        };
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        switch (this) {
            case BOOLEAN -> into.setLong(row, in.readBoolean() ? 1 : 0);
            case INT, INT_AS_LONG -> into.setLong(row, in.readInt());
            case LONG, INSTANT, MICROS -> into.setLong(row, in.readLong());
            case FLOAT, FLOAT_AS_DOUBLE -> into.setDouble(row, in.readFloat());
            case INT_AS_FLOAT -> into.setDouble(row, (float) in.readInt());
            case INT_AS_DOUBLE -> into.setDouble(row, in.readInt());
            case LONG_AS_FLOAT -> into.setDouble(row, (float) in.readLong());
            case LONG_AS_DOUBLE -> into.setDouble(row, in.readLong());
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
            case INT, INT_AS_LONG, INT_AS_FLOAT, INT_AS_DOUBLE -> in.readInt();
            case LONG, INSTANT, MICROS, LONG_AS_FLOAT, LONG_AS_DOUBLE -> in.readLong();
            case FLOAT, FLOAT_AS_DOUBLE -> in.take(Float.BYTES, "a float");
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
