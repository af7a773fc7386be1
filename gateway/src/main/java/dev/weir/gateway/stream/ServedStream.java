package dev.weir.gateway.stream;

import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.MessageReader;
import dev.weir.contract.event.ReadyEventReader;
import dev.weir.contract.event.RecordRejectedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream with one version of its contract in force. Immutable and safe to share between threads. */
public final class ServedStream {

    private final StreamContract contract;
    private final int version;
    private final int schemaId;
    private final Map<Integer, StreamSchema> versions;
    private final boolean knowsAllVersions;
    private final JsonEventEncoder encoder;
    private final ReadyEventReader reader;
    private final @Nullable MessageReader messages;

    /**
     * @param version of the contract
     * @param schemaId under which the registry has {@code contract.schema()}
     * @param versions all schemas that events of this stream may be written with, by id
     * @param knowsAllVersions whether the registry was there to tell {@code versions}
     */
    public ServedStream(
            StreamContract contract,
            int version,
            int schemaId,
            Map<Integer, StreamSchema> versions,
            boolean knowsAllVersions) {
        this.contract = contract;
        this.version = version;
        this.schemaId = schemaId;
        this.versions = Map.copyOf(versions);
        this.knowsAllVersions = knowsAllVersions;
        encoder = new JsonEventEncoder(contract, schemaId);
        reader = new ReadyEventReader(contract, schemaId, versions);
        messages = contract.mqtt() == null ? null : new MessageReader(contract, contract.mqtt(), schemaId, reader);
    }

    public StreamContract contract() {
        return contract;
    }

    public int version() {
        return version;
    }

    /** Under which the registry has the schema of this version. */
    public int schemaId() {
        return schemaId;
    }

    /** Whether an event with this schema id can be judged; if not, the registry must be asked first. */
    public boolean canJudge(int schemaId) {
        return knowsAllVersions || versions.containsKey(schemaId);
    }

    public JsonEventEncoder encoder() {
        return encoder;
    }

    public ReadyEventReader reader() {
        return reader;
    }

    /** Of what comes over MQTT; null if nothing does. */
    public @Nullable MessageReader messages() {
        return messages;
    }

    /**
     * The record that ends a key.
     *
     * @throws RecordRejectedException if {@code key} isn't the text of this stream's key
     */
    public EncodedEvent tombstone(byte[] key) throws RecordRejectedException {
        List<FieldType> types = contract.key().stream()
                .map(field ->
                        contract.schema().fields().find(field).orElseThrow().type())
                .toList();
        KeyFormat.decode(key, types);
        return new EncodedEvent(key, null, null);
    }
}
