package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import dev.weir.contract.StreamContract;
import java.io.IOException;

/**
 * Turns JSON into records of one stream, in one version of its schema. Immutable and safe to share between threads.
 *
 * <p>Plain JSON: an object by field name, no Avro union tags. Timestamps are ISO-8601 with an offset, or epoch
 * milliseconds; local timestamps, dates and times of day ISO-8601; decimals strings or numbers; bytes base64; enums and
 * UUIDs strings. A nullable field may be null or left out; one that is left out takes its default. Fields that the
 * contract names as key, time or identity must be there. Nothing is rounded, cut or wrapped around, except that
 * fractions become the nearest float.
 */
public final class JsonEventEncoder {

    private final EventBody body;
    private final ContractCheck check;
    private final JsonStructReader reader;
    private final byte[] header;

    /** @param schemaId under which the registry has {@code contract.schema()} */
    public JsonEventEncoder(StreamContract contract, int schemaId) {
        body = EventBody.of(contract.schema());
        check = new ContractCheck(contract);
        reader = new JsonStructReader(
                contract.schema().fields(), new ContractAbsentValues(contract, body.absentValues()));
        header = WireFormat.header(schemaId, contract.schema().format());
    }

    /**
     * Encodes the one event that the bytes are.
     *
     * @throws RecordRejectedException if they aren't exactly one JSON object that fits the contract
     */
    public EncodedEvent encode(byte[] json, int offset, int length) throws RecordRejectedException {
        try (JsonParser parser = BoundedJson.parser(json, offset, length)) {
            if (parser.nextToken() == null) {
                throw new RecordRejectedException(RejectCode.MALFORMED, "", "a JSON object", "nothing");
            }
            EncodedEvent event = encode(parser);
            if (parser.nextToken() != null) {
                throw new RecordRejectedException(RejectCode.MALFORMED, "", "one JSON object", "more text behind it");
            }
            return event;
        } catch (IOException e) {
            throw BoundedJson.refusal(e);
        }
    }

    /**
     * Encodes the event whose first token is the parser's current one, and leaves the parser at its last; after a
     * {@link RecordRejectedException} the parser is somewhere within the event.
     *
     * @param parser from {@link BoundedJson#parser}
     * @throws IOException if the JSON itself is broken: see {@link BoundedJson#refusal}
     */
    public EncodedEvent encode(JsonParser parser) throws IOException, RecordRejectedException {
        StructValue event = reader.read(parser, new FieldPath());
        check.check(event);
        return check.encoded(event, body.write(header, event));
    }
}
