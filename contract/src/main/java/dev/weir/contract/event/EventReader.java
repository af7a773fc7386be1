package dev.weir.contract.event;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.StreamSchema;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads what one schema wrote as readers of another see it. Immutable and safe to share between threads. */
public final class EventReader {

    private final StreamSchema writer;
    private final StreamSchema reader;
    private final EventBody written;
    private final EventBody read;

    /** @param writer the schema of the id that the values carry */
    public EventReader(StreamSchema writer, StreamSchema reader) {
        this.writer = writer;
        this.reader = reader;
        read = EventBody.of(reader);
        written = writer.equals(reader) ? read : written(writer, reader);
    }

    private static EventBody written(StreamSchema writer, StreamSchema reader) {
        return writer instanceof AvroStreamSchema from && reader instanceof AvroStreamSchema to
                ? AvroBody.wantedBy(to, from)
                : EventBody.of(writer);
    }

    /**
     * The plain values of an event by column of the reader's schema, as rules take them. Unmodifiable.
     *
     * @param value Confluent wire format; its schema id is not looked at
     * @throws RecordRejectedException if the value isn't an event of the writer's schema, or the reader's can't read it
     */
    public Map<String, @Nullable Object> read(byte[] value) throws RecordRejectedException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        WireFormat.readSchemaId(buffer);
        switch (writer.format()) {
            case AVRO -> {}
            case PROTOBUF -> WireFormat.skipFirstMessageIndexes(buffer);
        }
        return read(value, buffer.position());
    }

    /** @param offset where the body begins */
    StructValue read(byte[] value, int offset) throws RecordRejectedException {
        if (writer.format() != reader.format()) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "a record in " + reader.format(), "one in " + writer.format());
        }
        if (written == read) {
            return read.read(value, offset);
        }
        if (writer instanceof AvroStreamSchema avro) {
            // Avro's own reader, which resolves, is more lenient with bytes.
            written.read(value, offset);
            return resolved(value, offset, avro.schema(), ((AvroStreamSchema) reader).schema());
        }
        return ((ProtobufBody) read).readFrom((ProtobufBody) written, value, offset);
    }

    private StructValue resolved(byte[] value, int offset, Schema from, Schema to) throws RecordRejectedException {
        if (!Schema.applyAliases(from, to).getName().equals(to.getName())) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "record " + to.getFullName(), "record " + from.getFullName());
        }
        GenericData raw = new GenericData();
        try {
            Object datum = new GenericDatumReader<>(from, to, raw)
                    .read(null, DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(to, raw).write(datum, encoder);
            return read.read(bytes.toByteArray(), 0);
        } catch (EOFException e) {
            throw new RecordRejectedException(
                    RejectCode.MALFORMED, "", "one event in Avro binary", "the end of the bytes");
        } catch (AvroRuntimeException e) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "an event that the newest schema can read", "one that it can't");
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be read or written", e);
        }
    }
}
