package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns record values of one schema into the JSON that {@link JsonEventEncoder} takes. Immutable and safe to share
 * between threads.
 *
 * <p>Every field is written, nulls too. Floats that JSON lacks become the strings {@code NaN}, {@code Infinity} and
 * {@code -Infinity}, which the encoder refuses.
 */
public final class JsonEventDecoder {

    private static final JsonFactory JSON = new JsonFactory();

    private final SchemaFormat format;
    private final EventBody body;

    /** @param writer the schema of the id that the values carry */
    public JsonEventDecoder(StreamSchema writer) {
        format = writer.format();
        body = EventBody.of(writer);
    }

    /**
     * @param value Confluent wire format; its schema id is not looked at
     * @throws RecordRejectedException if the value isn't an event of this schema
     */
    public String decode(byte[] value) throws RecordRejectedException {
        return json(read(value));
    }

    /**
     * The plain values of an event by column, as rules take them. Unmodifiable.
     *
     * @param value Confluent wire format; its schema id is not looked at
     * @throws RecordRejectedException if the value isn't an event of this schema
     */
    public Map<String, @Nullable Object> read(byte[] value) throws RecordRejectedException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        WireFormat.readSchemaId(buffer);
        if (format == SchemaFormat.PROTOBUF) {
            WireFormat.skipFirstMessageIndexes(buffer);
        }
        return body.read(value, buffer.position());
    }

    /** @param event from {@link #read} */
    public static String json(Map<String, @Nullable Object> event) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException("A string can't fail to be written", e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal decimal) {
            json.writeString(decimal.toPlainString());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }
}
