package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType;

/** What stood in the JSON where something else was expected: its kind, never its contents. */
final class JsonFound {

    private JsonFound() {}

    static RecordRejectedException wrongType(JsonParser parser, FieldPath path, FieldType expected) {
        return path.rejected(RejectCode.WRONG_TYPE, TypeName.of(expected), kind(parser.currentToken()));
    }

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalArgumentException("no JSON token: " + token);
        };
    }
}
