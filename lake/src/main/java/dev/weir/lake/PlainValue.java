package dev.weir.lake;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** DuckDB's values as numbers, truth values and texts. */
final class PlainValue {

    private PlainValue() {}

    /** What holds other values becomes a text. */
    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        if (value instanceof Timestamp time) {
            LocalDateTime local = time.toLocalDateTime();
            return local.toString();
        }
        return value.toString();
    }

    /** What holds other values becomes a list, or a map from texts; bytes become base64. */
    static @Nullable Object nested(@Nullable Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return Base64.getEncoder().encodeToString(blob.getBytes(1, Math.toIntExact(blob.length())));
        }
        if (value instanceof Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                list.add(nested(element));
            }
            return list;
        }
        if (value instanceof DuckDBStruct struct) {
            return map(struct.getMap());
        }
        if (value instanceof Struct other) {
            throw new SQLException("a struct that isn't DuckDB's: " + other.getSQLTypeName());
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        return of(value);
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> from) throws SQLException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : from.entrySet()) {
            map.put(String.valueOf(of(entry.getKey())), nested(entry.getValue()));
        }
        return map;
    }
}
