package dev.weir.contract.event;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Checks events that come as Avro or Protobuf bytes, so that what is stored can be read: each is decoded once, fully,
 * and held against the newest contract. Immutable and safe to share between threads.
 */
public final class ReadyEventReader {

    private final StreamContract contract;
    private final EventBody newest;
    private final ContractCheck check;
    private final byte[] newestHeader;
    private final int newestId;
    private final Map<Integer, StreamSchema> versions;
    private final Map<Integer, EventBody> bodies = new HashMap<>();

    /**
     * @param contract in its newest version
     * @param newestId under which the registry has {@code contract.schema()}
     * @param versions all registered schemas of the contract's subject by id
     */
    public ReadyEventReader(StreamContract contract, int newestId, Map<Integer, StreamSchema> versions) {
        this.contract = contract;
        this.newestId = newestId;
        this.versions = Map.copyOf(versions);
        newest = EventBody.of(contract.schema());
        check = new ContractCheck(contract);
        newestHeader = WireFormat.header(newestId, contract.schema().format());
        versions.forEach((id, schema) -> bodies.put(id, EventBody.of(schema)));
        bodies.put(newestId, newest);
    }

    /**
     * Takes an event in Confluent's wire format, written with any registered version of the stream's schema.
     *
     * @return the event with {@code value} itself
     * @throws RecordRejectedException if it isn't one, or doesn't fit the contract
     */
    public EncodedEvent acceptFramed(byte[] value) throws RecordRejectedException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int id = WireFormat.readSchemaId(buffer);
        EventBody writer = bodies.get(id);
        if (writer == null) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA,
                    "",
                    "a schema id of subject '" + contract.subject() + "', newest " + newestId,
                    "schema id " + id);
        }
        switch (contract.schema().format()) {
            case AVRO -> {}
            case PROTOBUF -> WireFormat.skipFirstMessageIndexes(buffer);
        }
        StructValue event = writer.read(value, buffer.position());
        if (writer != newest) {
            event = resolved(value, buffer.position(), versions.get(id));
        }
        return new EncodedEvent(check.checkedKey(event), value);
    }

    /**
     * Takes an event as a bare body of the newest version of the stream's schema.
     *
     * @return the event with the framed body
     * @throws RecordRejectedException if it isn't one, or doesn't fit the contract
     */
    public EncodedEvent acceptBody(byte[] body) throws RecordRejectedException {
        byte[] key = check.checkedKey(newest.read(body, 0));
        byte[] value = Arrays.copyOf(newestHeader, newestHeader.length + body.length);
        System.arraycopy(body, 0, value, newestHeader.length, body.length);
        return new EncodedEvent(key, value);
    }

    /** An event of an older version, as readers of the newest see it. It was read with its own version already. */
    private StructValue resolved(byte[] value, int offset, StreamSchema writer) throws RecordRejectedException {
        if (!(writer instanceof AvroStreamSchema avro)) {
            return newest.read(value, offset);
        }
        Schema reader = ((AvroStreamSchema) contract.schema()).schema();
        GenericData raw = new GenericData();
        try {
            Object datum = new GenericDatumReader<>(avro.schema(), reader, raw)
                    .read(null, DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(reader, raw).write(datum, encoder);
            return newest.read(bytes.toByteArray(), 0);
        } catch (AvroRuntimeException e) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "an event that the newest schema can read", "one that it can't");
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be read or written", e);
        }
    }
}
