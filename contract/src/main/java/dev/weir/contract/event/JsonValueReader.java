package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one JSON value, whose first token is current, as a field's plain value. Immutable; made once per field. */
interface JsonValueReader {

    Object read(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException;

    /** @param absent for the records within {@code type} */
    static JsonValueReader of(FieldType type, AbsentValues absent) {
        if (type instanceof Scalar scalar) {
            return ofScalar(scalar);
        }
        if (type instanceof Decimal decimal) {
            return (parser, path) -> JsonNumber.readDecimal(parser, path, decimal);
        }
        if (type instanceof Fixed fixed) {
            return (parser, path) -> {
                byte[] bytes = JsonText.readBytes(parser, path, fixed);
                if (bytes.length != fixed.size()) {
                    throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(fixed), bytes.length + " bytes");
                }
                return bytes;
            };
        }
        if (type instanceof Enumeration enumeration) {
            Set<String> symbols = Set.copyOf(enumeration.symbols());
            return (parser, path) -> JsonText.readSymbol(parser, path, enumeration, symbols);
        }
        if (type instanceof Timestamp timestamp) {
            return (parser, path) -> JsonText.readTimestamp(parser, path, timestamp);
        }
        if (type instanceof LocalTimestamp timestamp) {
            return (parser, path) -> JsonText.readLocalTimestamp(parser, path, timestamp);
        }
        if (type instanceof TimeOfDay time) {
            return (parser, path) -> JsonText.readTimeOfDay(parser, path, time);
        }
        if (type instanceof ListOf list) {
            JsonValueReader element = of(list.element(), absent);
            return (parser, path) -> readList(parser, path, list, element);
        }
        if (type instanceof MapOf map) {
            JsonValueReader value = of(map.value(), absent);
            return (parser, path) -> readMap(parser, path, map, value);
        }
        return new JsonStructReader((Struct) type, absent);
    }

    private static JsonValueReader ofScalar(Scalar scalar) {
        return switch (scalar) {
            case BOOLEAN ->
                (parser, path) -> switch (parser.currentToken()) {
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> throw JsonFound.wrongType(parser, path, scalar);
                };
            case INT32 -> JsonNumber::readInt;
            case INT64 -> (parser, path) -> JsonNumber.readLong(parser, path, scalar);
            case FLOAT32 -> JsonNumber::readFloat;
            case FLOAT64 -> JsonNumber::readDouble;
            case STRING -> (parser, path) -> JsonText.read(parser, path, scalar);
            case BYTES -> (parser, path) -> JsonText.readBytes(parser, path, scalar);
            case DATE -> JsonText::readDate;
            case UUID -> JsonText::readUuid;
        };
    }

    private static Object readList(JsonParser parser, FieldPath path, ListOf type, JsonValueReader element)
            throws IOException, RecordRejectedException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw JsonFound.wrongType(parser, path, type);
        }
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path.enterElement(values.size());
            values.add(readOrNull(parser, path, type.element(), type.elementNullable(), element));
            path.leave();
        }
        return values;
    }

    private static Object readMap(JsonParser parser, FieldPath path, MapOf type, JsonValueReader value)
            throws IOException, RecordRejectedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw JsonFound.wrongType(parser, path, type);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            path.enterEntry(values.size());
            if (values.containsKey(JsonText.checked(key, path))) {
                throw path.rejected(RejectCode.MALFORMED, "each key once", "a key for the second time");
            }
            values.put(key, readOrNull(parser, path, type.value(), type.valueNullable(), value));
            path.leave();
        }
        return values;
    }

    static @Nullable Object readOrNull(
            JsonParser parser, FieldPath path, FieldType type, boolean nullable, JsonValueReader reader)
            throws IOException, RecordRejectedException {
        if (nullable && parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return reader.read(parser, path);
    }
}
