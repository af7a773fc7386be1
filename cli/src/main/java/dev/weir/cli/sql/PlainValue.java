package dev.weir.cli.sql;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Values of a result as JSON takes them: as {@code weir tail} and the door have them. */
final class PlainValue {

    private PlainValue() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Row row) {
            Set<String> names = row.getFieldNames(true);
            return names == null ? list(row) : record(row, names);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), of(each)));
            return plain;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        if (value != null && value.getClass().isArray() && !(value instanceof byte[])) {
            List<@Nullable Object> plain = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                plain.add(of(Array.get(value, i)));
            }
            return plain;
        }
        return value;
    }

    private static Map<String, @Nullable Object> record(Row row, Set<String> names) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        names.forEach(name -> plain.put(name, of(row.getField(name))));
        return plain;
    }

    private static List<@Nullable Object> list(Row row) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            plain.add(of(row.getField(i)));
        }
        return plain;
    }
}
