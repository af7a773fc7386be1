package dev.weir.contract.event;

import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
    /** Whether a field that wasn't sent reads as its type's zero. */
    private final boolean zeroIsAbsent;

    private final Map<Integer, EventReader> readers = new HashMap<>();

    /**
     * @param contract in its newest version
     * @param newestId under which the registry has {@code contract.schema()}
     * @param versions all registered schemas of the contract's subject by id
     */
    public ReadyEventReader(StreamContract contract, int newestId, Map<Integer, StreamSchema> versions) {
        this.contract = contract;
        this.newestId = newestId;
        zeroIsAbsent = contract.schema().format() == SchemaFormat.PROTOBUF;
        newest = EventBody.of(contract.schema());
        check = new ContractCheck(contract);
        newestHeader = WireFormat.header(newestId, contract.schema().format());
        versions.forEach((id, schema) -> readers.put(id, new EventReader(schema, contract.schema())));
        readers.put(newestId, new EventReader(contract.schema(), contract.schema()));
    }

    /**
     * Takes an event in Confluent's wire format, written with any registered version of the stream's schema.
     *
     * @return the event with {@code value} itself
     * @throws RecordRejectedException if it isn't one, or doesn't fit the contract
     */
    public EncodedEvent acceptFramed(byte[] value) throws RecordRejectedException {
        StructValue event = readFramed(value);
        check.check(event);
        return check.encoded(event, value);
    }

    /**
     * The same for a message that isn't all there is to its event.
     *
     * @return the event with {@code value} itself, or with the newest schema's if something was filled in
     */
    MessageEvent acceptFramed(byte[] value, GivenColumns given) throws RecordRejectedException {
        StructValue event = readFramed(value);
        StructValue whole = given.in(event, zeroIsAbsent);
        check.checkNamed(whole);
        return check.judged(whole, whole == event ? value : newest.write(newestHeader, whole));
    }

    private StructValue readFramed(byte[] value) throws RecordRejectedException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int id = WireFormat.readSchemaId(buffer);
        EventReader reader = readers.get(id);
        if (reader == null) {
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
        return reader.read(value, buffer.position());
    }

    /**
     * Takes an event as a bare body of the newest version of the stream's schema.
     *
     * @return the event with the framed body
     * @throws RecordRejectedException if it isn't one, or doesn't fit the contract
     */
    public EncodedEvent acceptBody(byte[] body) throws RecordRejectedException {
        StructValue event = newest.read(body, 0);
        check.check(event);
        return check.encoded(event, framed(body));
    }

    /** The same for a message that isn't all there is to its event. */
    MessageEvent acceptBody(byte[] body, GivenColumns given) throws RecordRejectedException {
        StructValue event = newest.read(body, 0);
        StructValue whole = given.in(event, zeroIsAbsent);
        check.checkNamed(whole);
        return check.judged(whole, whole == event ? framed(body) : newest.write(newestHeader, whole));
    }

    private byte[] framed(byte[] body) {
        byte[] value = Arrays.copyOf(newestHeader, newestHeader.length + body.length);
        System.arraycopy(body, 0, value, newestHeader.length, body.length);
        return value;
    }
}
