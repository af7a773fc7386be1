package dev.weir.contract.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Avro's primitives from bytes that may be hostile: never reads or allocates beyond them. */
final class AvroInput {

    private final byte[] bytes;
    private final FieldPath path;
    private int position;

    /** @param path where the walk is, for refusals */
    AvroInput(byte[] bytes, int position, FieldPath path) {
        this.bytes = bytes;
        this.position = position;
        this.path = path;
    }

    int remaining() {
        return bytes.length - position;
    }

    boolean readBoolean() throws RecordRejectedException {
        byte value = bytes[take(1)];
        if (value != 0 && value != 1) {
            throw malformed("byte 0 or 1", "byte " + (value & 0xff));
        }
        return value == 1;
    }

    /** As in Avro's own decoder: bits beyond the 32nd are ignored. */
    int readInt() throws RecordRejectedException {
        int raw = (int) readVarint(5, "a 32-bit number");
        return (raw >>> 1) ^ -(raw & 1);
    }

    /** As in Avro's own decoder: bits beyond the 64th are ignored. */
    long readLong() throws RecordRejectedException {
        long raw = readVarint(10, "a 64-bit number");
        return (raw >>> 1) ^ -(raw & 1);
    }

    private long readVarint(int maxBytes, String expected) throws RecordRejectedException {
        long raw = 0;
        for (int i = 0; i < maxBytes; i++) {
            int next = bytes[take(1)];
            raw |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return raw;
            }
        }
        throw malformed(expected, "a larger one");
    }

    float readFloat() throws RecordRejectedException {
        return Float.intBitsToFloat(Integer.reverseBytes(buffer(4).getInt()));
    }

    double readDouble() throws RecordRejectedException {
        return Double.longBitsToDouble(Long.reverseBytes(buffer(8).getLong()));
    }

    byte[] readBytes() throws RecordRejectedException {
        return readFixed(readLength());
    }

    byte[] readFixed(int size) throws RecordRejectedException {
        byte[] value = new byte[size];
        buffer(size).get(value);
        return value;
    }

    String readString() throws RecordRejectedException {
        ByteBuffer text = buffer(readLength());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw malformed("text in UTF-8", "bytes that are not UTF-8");
        }
    }

    /** The number of items in the next block of an array or map; 0 for the end. Each item takes a byte at least. */
    int readBlockCount() throws RecordRejectedException {
        long count = readLong();
        if (count < 0) {
            readLong(); // the block's size in bytes, which only skipping needs
            count = -count;
        }
        if (count < 0 || count > remaining()) {
            throw malformed("a block of items", "a count beyond the end of the bytes");
        }
        return (int) count;
    }

    /** Like {@link #readBlockCount}, but passes over blocks that say how long they are. */
    int readBlockToPass() throws RecordRejectedException {
        while (true) {
            int before = position;
            if (readLong() >= 0) {
                position = before;
                return readBlockCount();
            }
            readFixed(readLength());
        }
    }

    private int readLength() throws RecordRejectedException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw malformed("a length within the bytes", "one beyond them");
        }
        return (int) length;
    }

    private ByteBuffer buffer(int size) throws RecordRejectedException {
        return ByteBuffer.wrap(bytes, take(size), size);
    }

    private int take(int size) throws RecordRejectedException {
        if (remaining() < size) {
            throw malformed("an event in Avro binary", "the end of the bytes");
        }
        int taken = position;
        position += size;
        return taken;
    }

    RecordRejectedException malformed(String expected, String found) {
        return path.rejected(RejectCode.MALFORMED, expected, found);
    }
}
