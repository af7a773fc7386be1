package dev.weir.contract.event;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.StreamSchema;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one schema wrote as readers of another see it. Immutable and safe to share between threads. */
public final class EventReader {

    private final StreamSchema writer;
    private final StreamSchema reader;
    private final EventBody written;
    private final EventBody read;
    private final @Nullable AvroResolver resolver;

    /** @param writer the schema of the id that the values carry */
    public EventReader(StreamSchema writer, StreamSchema reader) {
        this.writer = writer;
        this.reader = reader;
        read = EventBody.of(reader);
        written = writer.equals(reader) ? read : written(writer, reader);
        resolver = writer instanceof AvroStreamSchema from && reader instanceof AvroStreamSchema to
                ? new AvroResolver(from.schema(), to.schema())
                : null;
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
        if (resolver != null) {
            // Avro's own reader, which resolves, is more lenient with bytes.
            written.read(value, offset);
            return read.read(resolver.resolved(value, offset), 0);
        }
        return ((ProtobufBody) read).readFrom((ProtobufBody) written, value, offset);
    }
}
