package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON from outside: strict RFC 8259 in UTF-8, within bounds that keep a hostile body from costing more than its size. */
public final class BoundedJson {

    /** How many arrays and objects may be open within each other. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_CHARS = 400;
    private static final int MAX_NAME_CHARS = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private BoundedJson() {}

    /**
     * A parser in front of the first token. Close it: its buffers are pooled.
     *
     * @throws RecordRejectedException if the bytes are not UTF-8, or begin with a byte order mark
     */
    public static JsonParser parser(byte[] json, int offset, int length) throws RecordRejectedException {
        checkText(json, offset, length);
        try {
            return FACTORY.createParser(json, offset, length);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /** What a failure of such a parser tells the sender; where it is, but nothing of what is there. */
    public static RecordRejectedException refusal(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new RecordRejectedException(
                    RejectCode.TOO_LARGE,
                    "",
                    "nesting up to " + MAX_DEPTH + ", numbers up to " + MAX_NUMBER_CHARS + " and names up to "
                            + MAX_NAME_CHARS + " characters",
                    "more");
        }
        String where = "";
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            where = " at byte " + Math.max(0, json.getLocation().getByteOffset());
        }
        return new RecordRejectedException(RejectCode.MALFORMED, "", "JSON", "text that is not JSON" + where);
    }

    private static void checkText(byte[] json, int offset, int length) throws RecordRejectedException {
        boolean ascii = true;
        for (int i = offset; i < offset + length; i++) {
            if (json[i] == 0) {
                // Jackson would take it for UTF-16 or UTF-32.
                throw new RecordRejectedException(
                        RejectCode.MALFORMED, "", "JSON in UTF-8", "a zero byte at byte " + (i - offset));
            }
            ascii &= json[i] > 0;
        }
        if (ascii) {
            return;
        }
        if (json[offset] == (byte) 0xef) {
            throw new RecordRejectedException(
                    RejectCode.MALFORMED, "", "JSON from the first byte", "a byte order mark or other text");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json, offset, length));
        } catch (CharacterCodingException e) {
            throw new RecordRejectedException(RejectCode.MALFORMED, "", "JSON in UTF-8", "bytes that are not UTF-8");
        }
    }
}
