package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A cell as the JSON that the door takes for its field. What doesn't look like the field's type stays text, so that the
 * door refuses it with the field's path.
 */
final class CsvCell {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CsvCell() {}

    /** An empty cell is null if the field may be null, the empty string if it is text, and otherwise left out. */
    static void put(ObjectNode event, Field field, String cell) {
        if (!cell.isEmpty()) {
            event.set(field.name(), value(field.type(), cell));
        } else if (field.nullable()) {
            event.putNull(field.name());
        } else if (field.type() == Scalar.STRING) {
            event.put(field.name(), "");
        }
    }

    private static JsonNode value(FieldType type, String cell) {
        if (type instanceof ListOf || type instanceof MapOf || type instanceof Struct) {
            return parsed(cell);
        }
        if (type instanceof FieldType.Timestamp || type == Scalar.INT32 || type == Scalar.INT64) {
            return WHOLE.matcher(cell.strip()).matches()
                    ? JSON.getNodeFactory().numberNode(Long.parseLong(cell.strip()))
                    : number(cell);
        }
        if (type == Scalar.FLOAT32 || type == Scalar.FLOAT64) {
            return number(cell);
        }
        if (type == Scalar.BOOLEAN) {
            return switch (cell.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> JSON.getNodeFactory().booleanNode(true);
                case "false" -> JSON.getNodeFactory().booleanNode(false);
                default -> TextNode.valueOf(cell);
            };
        }
        return TextNode.valueOf(type == Scalar.STRING ? cell : cell.strip());
    }

    private static JsonNode number(String cell) {
        String text = cell.strip();
        return NUMBER.matcher(text).matches() ? parsed(text) : TextNode.valueOf(text);
    }

    private static JsonNode parsed(String cell) {
        try {
            return JSON.readTree(cell);
        } catch (JsonProcessingException e) {
            // Not swallowed: as text it is refused by the door, with the field's path.
            return TextNode.valueOf(cell);
        }
    }
}
