package dev.weir.contract.event;

import dev.weir.contract.SchemaFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Confluent's framing of a record value: magic byte 0, 4-byte big-endian schema id, for Protobuf the message indexes,
 * then the body.
 *
 * <p>The readers move the buffer's position past what they read, whatever its byte order, and never past its limit.
 */
public final class WireFormat {

    /** Magic byte and schema id. */
    public static final int HEADER_BYTES = 5;

    private static final byte MAGIC = 0;
    private static final int MAX_NESTING = 64;
    private static final String FRAME = "magic byte 0 and a 4-byte schema id";

    private WireFormat() {}

    /** The bytes that precede the body of an event of this schema; for Protobuf its event is the file's first message. */
    public static byte[] header(int schemaId, SchemaFormat format) {
        int length = switch (format) {
            case AVRO -> HEADER_BYTES;
            case PROTOBUF -> HEADER_BYTES + 1; // message indexes [0] are written as the one byte 0
        };
        return ByteBuffer.allocate(length).put(MAGIC).putInt(schemaId).array();
    }

    /** A copy of {@code body} behind its {@link #header}. */
    public static byte[] frame(int schemaId, SchemaFormat format, byte[] body) {
        byte[] header = header(schemaId, format);
        byte[] framed = new byte[header.length + body.length];
        System.arraycopy(header, 0, framed, 0, header.length);
        System.arraycopy(body, 0, framed, header.length, body.length);
        return framed;
    }

    /**
     * Reads magic byte and schema id.
     *
     * @throws RecordRejectedException ({@link RejectCode#MALFORMED}) if they aren't there
     */
    public static int readSchemaId(ByteBuffer value) throws RecordRejectedException {
        if (value.remaining() < HEADER_BYTES) {
            throw malformed(FRAME, "only " + value.remaining() + " bytes");
        }
        byte magic = value.get(value.position());
        if (magic != MAGIC) {
            throw malformed(FRAME, "first byte " + (magic & 0xff));
        }
        int id = value.getInt(value.position() + 1);
        value.position(value.position() + HEADER_BYTES);
        return value.order() == ByteOrder.BIG_ENDIAN ? id : Integer.reverseBytes(id);
    }

    /**
     * Reads the message indexes that precede a Protobuf body: the path of the message in its file.
     *
     * @return {@code [0]} for the file's first message; {@code [1, 0]} for the first message within the second one
     * @throws RecordRejectedException ({@link RejectCode#MALFORMED}) if they aren't there
     */
    public static int[] readMessageIndexes(ByteBuffer value) throws RecordRejectedException {
        int count = readVarint(value);
        if (count == 0) {
            return new int[1];
        }
        if (count < 0 || count > MAX_NESTING) {
            throw malformed("at most " + MAX_NESTING + " Protobuf message indexes", "a count of " + count);
        }
        int[] indexes = new int[count];
        for (int i = 0; i < count; i++) {
            indexes[i] = readVarint(value);
            if (indexes[i] < 0) {
                throw malformed("Protobuf message indexes from 0", "index " + indexes[i]);
            }
        }
        return indexes;
    }

    /**
     * Reads the message indexes and refuses all but those of the file's first message, which is what a stream carries.
     *
     * @throws RecordRejectedException ({@link RejectCode#WRONG_SCHEMA}) if the body is of another message;
     *     ({@link RejectCode#MALFORMED}) if the indexes can't be read
     */
    public static void skipFirstMessageIndexes(ByteBuffer value) throws RecordRejectedException {
        if (value.hasRemaining() && value.get(value.position()) == 0) {
            value.position(value.position() + 1);
            return;
        }
        int[] indexes = readMessageIndexes(value);
        if (indexes.length != 1 || indexes[0] != 0) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "the first message of the schema's file", "another message of it");
        }
    }

    /** Zig-zag, as Kafka's ByteUtils and Confluent's MessageIndexes write them. */
    private static int readVarint(ByteBuffer value) throws RecordRejectedException {
        int raw = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (!value.hasRemaining()) {
                throw malformed("Protobuf message indexes", "the end of the value");
            }
            int next = value.get();
            if (shift == 28 && (next & 0xf0) != 0) {
                break;
            }
            raw |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw malformed("Protobuf message indexes", "a number of more than 32 bits");
    }

    private static RecordRejectedException malformed(String expected, String found) {
        return new RecordRejectedException(RejectCode.MALFORMED, "", expected, found);
    }
}
