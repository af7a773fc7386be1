package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weir.codec.format.Rejection;
import org.apache.flink.table.data.TimestampData;

/** {@code google.protobuf.Timestamp}, which spans the years 1 to 9999, as TIMESTAMP_LTZ(9) and back. */
final class ProtobufTimestamps {

    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Descriptor message;
    private final FieldDescriptor seconds;
    private final FieldDescriptor nanos;

    ProtobufTimestamps(Descriptor message) {
        this.message = message;
        seconds = message.findFieldByNumber(1);
        nanos = message.findFieldByNumber(2);
    }

    TimestampData internal(Object value) throws Rejection {
        long second = (Long) ((Message) value).getField(seconds);
        int nano = (Integer) ((Message) value).getField(nanos);
        if (!isNano(nano)) {
            throw Rejection.outOfRange("nanoseconds within a second", "others");
        }
        checkYear(second);
        return internal(second, nano);
    }

    /** Of what {@link #isValid}. */
    static TimestampData internal(long second, int nano) {
        return TimestampData.fromEpochMillis(second * 1_000 + nano / NANOS_PER_MILLI, nano % NANOS_PER_MILLI);
    }

    static boolean isValid(long second, int nano) {
        return isSecond(second) && isNano(nano);
    }

    private static boolean isNano(int nano) {
        return nano >= 0 && nano < NANOS_PER_SECOND;
    }

    private static boolean isSecond(long second) {
        return second >= FIRST_SECOND && second <= LAST_SECOND;
    }

    Message message(Object value) throws Rejection {
        TimestampData timestamp = (TimestampData) value;
        long second = Math.floorDiv(timestamp.getMillisecond(), 1_000L);
        int milli = (int) Math.floorMod(timestamp.getMillisecond(), 1_000L);
        checkYear(second);
        return DynamicMessage.newBuilder(message)
                .setField(seconds, second)
                .setField(nanos, milli * NANOS_PER_MILLI + timestamp.getNanoOfMillisecond())
                .build();
    }

    private static void checkYear(long second) throws Rejection {
        if (!isSecond(second)) {
            throw Rejection.outOfRange("a time within the years 1 to 9999", "another");
        }
    }
}
