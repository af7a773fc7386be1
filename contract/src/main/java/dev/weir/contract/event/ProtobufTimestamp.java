package dev.weir.contract.event;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weir.contract.FieldType.Timestamp;
import java.time.Instant;

/** {@code google.protobuf.Timestamp}: from year 1 to 9999, in nanoseconds. */
record ProtobufTimestamp(FieldDescriptor seconds, FieldDescriptor nanos, Descriptor message) implements ProtobufField {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    ProtobufTimestamp(Descriptor message) {
        this(message.findFieldByNumber(1), message.findFieldByNumber(2), message);
    }

    @Override
    public Object write(Object value, FieldPath path) throws RecordRejectedException {
        Instant time = (Instant) value;
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw beyond(path);
        }
        return DynamicMessage.newBuilder(message)
                .setField(seconds, time.getEpochSecond())
                .setField(nanos, time.getNano())
                .build();
    }

    @Override
    public Object read(Object value, FieldPath path) throws RecordRejectedException {
        long second = (Long) ((Message) value).getField(seconds);
        int nano = (Integer) ((Message) value).getField(nanos);
        if (second < FIRST.getEpochSecond() || second > LAST.getEpochSecond() || nano < 0 || nano > 999_999_999) {
            throw beyond(path);
        }
        return Instant.ofEpochSecond(second, nano);
    }

    @Override
    public Object zero() {
        return Instant.EPOCH;
    }

    private static RecordRejectedException beyond(FieldPath path) {
        return path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(new Timestamp(9)), "a time beyond years 1 to 9999");
    }
}
