package dev.weir.contract.event;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;

/** The body of a record value of one schema: plain values to bytes and back. Immutable and safe to share. */
interface EventBody {

    static EventBody of(StreamSchema schema) {
        if (schema instanceof AvroStreamSchema avro) {
            return new AvroBody(avro);
        }
        return new ProtobufBody((ProtobufStreamSchema) schema);
    }

    /** What fields are when JSON leaves them out. */
    AbsentValues absentValues();

    /**
     * The bytes of an event.
     *
     * @param header precedes the body in the answer
     * @throws RecordRejectedException if a value is of its field's type, but the schema's language can't carry it
     */
    byte[] write(byte[] header, StructValue event) throws RecordRejectedException;

    /**
     * The event in {@code bytes} from {@code offset} to the end.
     *
     * @throws RecordRejectedException if they aren't exactly one event of this schema
     */
    StructValue read(byte[] bytes, int offset) throws RecordRejectedException;

    /**
     * The event with other values at these positions.
     *
     * @param header precedes the body in each answer
     */
    EventPattern pattern(byte[] header, StructValue event, int[] positions) throws RecordRejectedException;
}
