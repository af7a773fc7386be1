package dev.weir.lake.postgresql;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Base64;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Values that hold others as JSON: rows and maps as objects, times as ISO 8601, bytes as base64. */
final class NestedJson {

    private NestedJson() {}

    /** @param value Flink's internal one of this type */
    static String of(LogicalType type, Object value) {
        StringBuilder json = new StringBuilder();
        append(json, type, value);
        return json.toString();
    }

    private static void append(StringBuilder json, LogicalType type, @Nullable Object value) {
        if (value == null) {
            json.append("null");
            return;
        }
        switch (type.getTypeRoot()) {
            case ROW -> row(json, (RowType) type, (RowData) value);
            case ARRAY -> array(json, ((ArrayType) type).getElementType(), (ArrayData) value);
            case MAP -> map(json, (MapType) type, (MapData) value);
            default -> scalar(json, SqlValue.of(type, value));
        }
    }

    private static void scalar(StringBuilder json, Object plain) {
        if (plain instanceof Double number && !Double.isFinite(number)
                || plain instanceof Float single && !Float.isFinite(single)) {
            text(json, plain.toString());
        } else if (plain instanceof Number || plain instanceof Boolean) {
            json.append(plain);
        } else if (plain instanceof byte[] bytes) {
            text(json, Base64.getEncoder().encodeToString(bytes));
        } else {
            text(json, plain.toString());
        }
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }

    private static void row(StringBuilder json, RowType type, RowData row) {
        json.append('{');
        for (int i = 0; i < type.getFieldCount(); i++) {
            if (i > 0) {
                json.append(',');
            }
            text(json, type.getFieldNames().get(i));
            json.append(':');
            LogicalType field = type.getTypeAt(i);
            append(json, field, RowData.createFieldGetter(field.copy(true), i).getFieldOrNull(row));
        }
        json.append('}');
    }

    private static void array(StringBuilder json, LogicalType element, ArrayData array) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(element.copy(true));
        json.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            append(json, element, getter.getElementOrNull(array, i));
        }
        json.append(']');
    }

    private static void map(StringBuilder json, MapType type, MapData map) {
        ArrayData.ElementGetter values =
                ArrayData.createElementGetter(type.getValueType().copy(true));
        json.append('{');
        for (int i = 0; i < map.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            text(json, SqlValue.text(map.keyArray().getString(i)));
            json.append(':');
            append(json, type.getValueType(), values.getElementOrNull(map.valueArray(), i));
        }
        json.append('}');
    }
}
