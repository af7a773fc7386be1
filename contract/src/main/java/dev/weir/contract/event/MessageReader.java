package dev.weir.contract.event;

import dev.weir.contract.MqttMapping;
import dev.weir.contract.StreamContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages that can't be refused, because their senders can't be told, into records of one stream: what can be
 * decoded becomes events, also such as a rule objects to; what can't is stored as it is. Whoever reads the stream finds
 * both dead. Immutable and safe to share between threads.
 */
public final class MessageReader {

    private static final byte[] NO_SCHEMA = new byte[WireFormat.HEADER_BYTES];

    private final StreamContract contract;
    private final MqttMapping mapping;
    private final ReadyEventReader ready;
    private final JsonMessages json;

    /**
     * @param schemaId under which the registry has {@code contract.schema()}
     * @param ready for the same contract
     */
    public MessageReader(StreamContract contract, MqttMapping mapping, int schemaId, ReadyEventReader ready) {
        this.contract = contract;
        this.mapping = mapping;
        this.ready = ready;
        json = new JsonMessages(contract, mapping, schemaId);
    }

    /**
     * The values that a topic gives.
     *
     * @param columns that one of the mapping's templates names
     * @param texts the levels of the topic that stand for them
     * @throws RecordRejectedException if one is no text of its column's type
     */
    public GivenColumns given(List<String> columns, List<String> texts) throws RecordRejectedException {
        return GivenColumns.of(contract.schema().fields(), columns, texts);
    }

    /**
     * The events of a message.
     *
     * @param mostEvents that one may have
     * @return at least one
     * @throws RecordRejectedException if it can't be decoded as a whole: store it as {@link #undecodable}
     */
    public List<MessageEvent> read(byte[] payload, GivenColumns given, int mostEvents) throws RecordRejectedException {
        return switch (mapping.payload()) {
            case JSON -> json.read(payload, given, mostEvents);
            case AVRO, PROTOBUF -> List.of(ready.acceptBody(payload, given));
            case FRAMED -> List.of(ready.acceptFramed(payload, given));
        };
    }

    /**
     * A record with the very bytes of a message, which no reader of the stream takes for an event: bytes that begin like a
     * schema id are put behind one that no registry has.
     *
     * @param given null if the topic can't be read
     * @param topic of the message; the record's key if the contract has one that {@code given} doesn't tell
     */
    public EncodedEvent undecodable(byte[] payload, @Nullable GivenColumns given, String topic) {
        byte[] value = payload;
        if (payload.length > 0 && payload[0] == 0) {
            value = new byte[NO_SCHEMA.length + payload.length];
            System.arraycopy(payload, 0, value, NO_SCHEMA.length, payload.length);
        }
        return new EncodedEvent(key(given, topic), value, null);
    }

    /** Readers count records without a key as misplaced, and dead ones needn't be. */
    private byte @Nullable [] key(@Nullable GivenColumns given, String topic) {
        if (contract.key().isEmpty()) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (String column : contract.key()) {
            Object value = given == null ? null : given.of(column);
            if (value == null) {
                return topic.getBytes(StandardCharsets.UTF_8);
            }
            values.add(value);
        }
        return KeyFormat.encode(values);
    }
}
