package dev.weir.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of an Avro schema and finds the place of each problem in it. */
final class AvroSchemaText {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8 * SchemaLimits.DEPTH)
                    .build())
            .build();

    /** Field path, as {@code lines[].price}, to the place of the field's object. */
    private final Map<String, JsonLocation> fields = new HashMap<>();

    private AvroSchemaText() {}

    static AvroStreamSchema parse(Path file, String text) throws ContractException {
        if (text.length() > SchemaLimits.TEXT) {
            throw refused(file, 1, 1, "The schema has more than " + SchemaLimits.TEXT + " characters.");
        }
        AvroSchemaText places = new AvroSchemaText();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            places.readType(json, "");
            if (json.nextToken() != null) {
                JsonLocation place = json.currentTokenLocation();
                throw refused(file, place.getLineNr(), place.getColumnNr(), "Expected the end of the schema.");
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw refused(
                    file,
                    place == null ? 1 : place.getLineNr(),
                    place == null ? 1 : place.getColumnNr(),
                    "The schema isn't JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("A string can't fail to be read", e);
        }
        Schema schema;
        try {
            schema = new Schema.Parser(NameValidator.STRICT_VALIDATOR).parse(text);
        } catch (AvroRuntimeException e) {
            throw refused(file, 1, 1, "The schema isn't valid Avro: " + e.getMessage() + ".");
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw refused(
                    file,
                    1,
                    1,
                    "A stream's schema is a record, but this one is of type '"
                            + schema.getType().getName() + "'. Put it into a record's field.");
        }
        List<Problem> problems = new ArrayList<>();
        FieldType.Struct struct = new AvroFieldTypes((path, message) -> {
                    JsonLocation place = places.nearest(path);
                    problems.add(ProblemCode.SCHEMA_TYPE.at(
                            file,
                            place == null ? 1 : place.getLineNr(),
                            place == null ? 1 : place.getColumnNr(),
                            message));
                })
                .struct("", schema);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return new AvroStreamSchema(schema, struct);
    }

    private static ContractException refused(Path file, int line, int column, String message) {
        return new ContractException(List.of(ProblemCode.SCHEMA_SYNTAX.at(file, line, column, message)));
    }

    /** The field itself or, where it stands in a named type that is declared elsewhere, the field that uses it. */
    private @Nullable JsonLocation nearest(String path) {
        String rest = path;
        while (!rest.isEmpty()) {
            JsonLocation place = fields.get(rest);
            if (place != null) {
                return place;
            }
            rest = rest.substring(0, Math.max(0, Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('['))));
        }
        return null;
    }

    /** Reads one type, at its first token, and leaves the parser at its last. */
    private void readType(JsonParser json, String path) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                readType(json, path);
            }
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "type" -> readType(json, path);
                case "items", "values" -> readType(json, path + "[]");
                case "fields" -> readFields(json, path);
                default -> json.skipChildren();
            }
        }
    }

    private void readFields(JsonParser json, String path) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            readField(json, path);
        }
    }

    private void readField(JsonParser json, String path) throws IOException {
        JsonLocation place = json.currentTokenLocation();
        // The name usually comes first; a type before it is read under the record's own path.
        String fieldPath = path;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("name") && json.currentToken() == JsonToken.VALUE_STRING) {
                fieldPath = path.isEmpty() ? json.getText() : path + "." + json.getText();
                fields.putIfAbsent(fieldPath, place);
            } else if (key.equals("type")) {
                readType(json, fieldPath);
            } else {
                json.skipChildren();
            }
        }
    }
}
