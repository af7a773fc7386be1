package dev.weir.contract.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The bytes between the columns that differ, in the order of the schema, as Avro's records have no more than that. */
final class AvroPattern implements EventPattern {

    /** A number is longer than another by less than that. */
    private static final int GROWTH = 32;

    private final AvroWriter.MaybeNull[] writers;
    private final int[] arguments;
    private final byte[][] between;
    private final int usualBytes;

    private AvroPattern(AvroWriter.MaybeNull[] writers, int[] arguments, byte[][] between, int usualBytes) {
        this.writers = writers;
        this.arguments = arguments;
        this.between = between;
        this.usualBytes = usualBytes;
    }

    /** @param positions of the columns that differ */
    static AvroPattern of(AvroWriter.MaybeNull[] fields, byte[] header, StructValue event, int[] positions)
            throws RecordRejectedException {
        int[] arguments = IntStream.range(0, positions.length)
                .boxed()
                .sorted((left, right) -> Integer.compare(positions[left], positions[right]))
                .mapToInt(Integer::intValue)
                .toArray();
        AvroWriter.MaybeNull[] writers = new AvroWriter.MaybeNull[positions.length];
        byte[][] between = new byte[positions.length + 1][];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        FieldPath path = new FieldPath();
        int done = 0;
        int usual = GROWTH;
        for (int i = 0; i < fields.length; i++) {
            if (done < arguments.length && positions[arguments[done]] == i) {
                usual += bytes.size();
                writers[done] = fields[i];
                between[done++] = bytes.toByteArray();
                bytes.reset();
            } else {
                write(fields[i], event.at(i), encoder, path);
            }
        }
        between[done] = bytes.toByteArray();
        return new AvroPattern(writers, arguments, between, usual + bytes.size());
    }

    @Override
    public byte[] with(@Nullable Object... values) throws RecordRejectedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(usualBytes);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        FieldPath path = new FieldPath();
        for (int i = 0; i < writers.length; i++) {
            bytes.writeBytes(between[i]);
            write(writers[i], values[arguments[i]], encoder, path);
        }
        bytes.writeBytes(between[writers.length]);
        return bytes.toByteArray();
    }

    /** The encoder keeps nothing back. */
    private static void write(
            AvroWriter.MaybeNull writer, @Nullable Object value, BinaryEncoder encoder, FieldPath path)
            throws RecordRejectedException {
        try {
            writer.write(value, encoder, path);
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        }
    }
}
