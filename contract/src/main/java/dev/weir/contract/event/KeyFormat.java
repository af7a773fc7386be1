package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.weir.contract.FieldType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a record key. One key field is its plain text; several are a compact JSON array, in which integers and
 * booleans stand as they are and everything else as a string. UTF-8, readable by any Kafka tool.
 *
 * <p>Equal keys have equal bytes and the other way round, so that Kafka's partitioning and compaction see what the
 * contract means. Values are the plain ones of this package.
 */
public final class KeyFormat {

    private static final JsonFactory JSON = new JsonFactory();

    private KeyFormat() {}

    /** Whether fields of this type may be part of a key: all that have one exact text, so no floats and no nesting. */
    public static boolean supports(FieldType type) {
        return FieldText.supports(type);
    }

    /**
     * @param values the key fields' values in the contract's order, none null
     * @throws IllegalArgumentException if there is no value, or one that can't be part of a key: of another type, or a
     *     string with half a surrogate pair
     */
    public static byte[] encode(List<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A record key needs at least one value");
        }
        if (values.size() == 1) {
            return utf8(FieldText.of(values.get(0)));
        }
        StringBuilder json = new StringBuilder("[");
        for (Object value : values) {
            if (json.length() > 1) {
                json.append(',');
            }
            if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
                json.append(value);
            } else {
                json.append('"');
                JsonStringEncoder.getInstance().quoteAsString(FieldText.of(value), json);
                json.append('"');
            }
        }
        return utf8(json.append(']').toString());
    }

    /**
     * Reads what {@link #encode} wrote, for instance to know which row a tombstone ends.
     *
     * @param types the key fields' types in the contract's order, each {@linkplain #supports supported}
     * @throws RecordRejectedException ({@link RejectCode#MALFORMED}) if the bytes are not the key of such fields in
     *     exactly the form that {@link #encode} writes: another spelling would be another key to Kafka
     */
    public static List<Object> decode(byte[] key, List<FieldType> types) throws RecordRejectedException {
        List<String> texts = types.size() == 1 ? List.of(text(key)) : elements(key, types.size());
        List<Object> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            values.add(FieldText.parse(texts.get(i), types.get(i), "key"));
        }
        if (!Arrays.equals(encode(values), key)) {
            throw malformed("the one canonical spelling of its values", "another spelling");
        }
        return values;
    }

    private static List<String> elements(byte[] key, int count) throws RecordRejectedException {
        String expected = "a JSON array of " + count + " plain values";
        try (JsonParser parser = JSON.createParser(text(key))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw malformed(expected, "something else");
            }
            List<String> texts = new ArrayList<>(count);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonToken token = parser.currentToken();
                if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
                    throw malformed(expected, "a value that is not plain");
                }
                texts.add(parser.getText());
            }
            if (texts.size() != count || parser.nextToken() != null) {
                throw malformed(expected, texts.size() + " values");
            }
            return texts;
        } catch (IOException e) {
            throw malformed(expected, "text that is not JSON");
        }
    }

    private static byte[] utf8(String text) {
        if (!hasSurrogates(text)) {
            return text.getBytes(
                    StandardCharsets.UTF_8); // Several times as quick, but would write '?' for half a pair.
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A record key can't hold half a surrogate pair", e);
        }
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] key) throws RecordRejectedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("UTF-8", "bytes that are not UTF-8");
        }
    }

    private static RecordRejectedException malformed(String expected, String found) {
        return new RecordRejectedException(RejectCode.MALFORMED, "key", expected, found);
    }
}
