package dev.weir.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A Connect value as the JSON that {@link dev.weir.contract.event.JsonEventEncoder} reads, with the fields that a
 * stream's schema has and no others. What fits is decided there.
 */
final class ConnectJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper OBJECTS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonGenerator out;

    private ConnectJson(JsonGenerator out) {
        this.out = out;
    }

    /** @param value a struct, a map, a JSON object as text, or, where {@code fields} is one field, that field's value */
    static byte[] of(FieldType.Struct fields, @Nullable Schema schema, @Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            ConnectJson json = new ConnectJson(generator);
            if (value instanceof Struct || value instanceof Map) {
                json.write(fields, schema, value);
            } else if (value instanceof String text && text.stripLeading().startsWith("{")) {
                json.write(fields, null, object(text));
            } else if (fields.fields().size() == 1) {
                Field only = fields.fields().get(0);
                generator.writeStartObject();
                generator.writeFieldName(only.name());
                json.write(only.type(), schema, value);
                generator.writeEndObject();
            } else {
                throw new DataException("A record has columns, but the connector gave "
                        + (value == null ? "nothing" : "a " + value.getClass().getSimpleName()) + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static Map<?, ?> object(String text) {
        try {
            return OBJECTS.readValue(text, Map.class);
        } catch (JsonProcessingException e) { // Its message has the text, which may be private.
            throw new DataException("The connector gave a text that begins like a JSON object but is none: column "
                    + e.getLocation().getColumnNr() + ".");
        }
    }

    private void write(FieldType type, @Nullable Schema schema, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (type instanceof FieldType.Struct struct && value instanceof Struct from) {
            writeStruct(struct, from);
        } else if (type instanceof FieldType.Struct struct && value instanceof Map<?, ?> from) {
            writeColumns(struct, schema, from);
        } else if (type instanceof ListOf list && value instanceof Collection<?> elements) {
            Schema of = schema == null ? null : schema.valueSchema();
            out.writeStartArray();
            for (Object element : elements) {
                write(list.element(), of, element);
            }
            out.writeEndArray();
        } else if (type instanceof MapOf map && value instanceof Map<?, ?> entries) {
            Schema of = schema == null ? null : schema.valueSchema();
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(map.value(), of, entry.getValue());
            }
            out.writeEndObject();
        } else {
            ConnectScalar.write(out, type, schema, value);
        }
    }

    private void writeStruct(FieldType.Struct type, Struct value) throws IOException {
        out.writeStartObject();
        for (Field field : type.fields()) {
            org.apache.kafka.connect.data.Field from = value.schema().field(field.name());
            if (from != null) {
                out.writeFieldName(field.name());
                write(field.type(), from.schema(), value.get(from));
            }
        }
        out.writeEndObject();
    }

    private void writeColumns(FieldType.Struct type, @Nullable Schema schema, Map<?, ?> value) throws IOException {
        Schema of = schema == null ? null : schema.valueSchema();
        out.writeStartObject();
        for (Field field : type.fields()) {
            if (value.containsKey(field.name())) {
                out.writeFieldName(field.name());
                write(field.type(), of, value.get(field.name()));
            }
        }
        out.writeEndObject();
    }
}
