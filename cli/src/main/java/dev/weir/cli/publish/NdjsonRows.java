package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; empty lines are skipped. */
public final class NdjsonRows implements Rows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;
    private final Map<String, String> fields;
    private long line;

    /** @param fields the field that a column of the file is, where their names differ; an empty one leaves it out */
    public NdjsonRows(InputStream file, Map<String, String> fields) {
        lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        this.fields = Map.copyOf(fields);
    }

    @Override
    public @Nullable Row next() throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (!text.isBlank()) {
                return new Row(line, fields.isEmpty() ? text : renamed(text), null);
            }
        }
        return null;
    }

    private String renamed(String text) {
        JsonNode event;
        try {
            event = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Not swallowed: the door refuses it and says where it isn't JSON.
            return text;
        }
        if (!event.isObject()) {
            return text;
        }
        ObjectNode renamed = JSON.createObjectNode();
        event.properties().forEach(column -> {
            String field = fields.getOrDefault(column.getKey(), column.getKey());
            if (!field.isEmpty()) {
                renamed.set(field, column.getValue());
            }
        });
        return renamed.toString();
    }
}
