package dev.weir.operate.dead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is changed in a dead event before it is replayed.
 *
 * @param event the whole event instead, as the JSON that the gateway takes; null to keep what it has
 * @param fields the columns that get another value, as text: as it is for text, times and decimals, else JSON
 */
public record Edit(@Nullable String event, Map<String, String> fields) {

    public static final Edit NONE = new Edit(null, Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those whose JSON is not a string. */
    private static final Set<Scalar> NO_TEXT =
            Set.of(Scalar.BOOLEAN, Scalar.INT32, Scalar.INT64, Scalar.FLOAT32, Scalar.FLOAT64);

    public Edit {
        fields = new LinkedHashMap<>(fields);
    }

    boolean isNone() {
        return event == null && fields.isEmpty();
    }

    /**
     * The event after the change.
     *
     * @param before its JSON before
     * @throws IllegalArgumentException if a column isn't there, or a value isn't one
     */
    String apply(String before, Struct columns) {
        try {
            JsonNode node = JSON.readTree(event == null ? before : event);
            if (!(node instanceof ObjectNode edited)) {
                throw new IllegalArgumentException("The event isn't a JSON object.");
            }
            for (Map.Entry<String, String> field : fields.entrySet()) {
                Field column = columns.find(field.getKey())
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no column '" + field.getKey() + "'."));
                edited.set(field.getKey(), value(column, field.getValue()));
            }
            return JSON.writeValueAsString(edited);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The change isn't JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode value(Field column, String text) throws JsonProcessingException {
        if (column.nullable() && text.equals("null")) {
            return NullNode.getInstance();
        }
        FieldType type = column.type();
        boolean nested = type instanceof FieldType.ListOf || type instanceof FieldType.MapOf || type instanceof Struct;
        return nested || (type instanceof Scalar scalar && NO_TEXT.contains(scalar))
                ? JSON.readTree(text)
                : TextNode.valueOf(text);
    }
}
