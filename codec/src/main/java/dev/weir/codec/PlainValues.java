package dev.weir.codec;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** From Flink's internal values to the plain values of {@code dev.weir.contract.event}. */
final class PlainValues {

    private PlainValues() {}

    /**
     * What turns an internal value, not null, into a plain one.
     *
     * <p>A string that should be a UUID and isn't stays a string.
     */
    static Function<Object, Object> of(FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN, INT32, INT64, FLOAT32, FLOAT64, BYTES -> value -> value;
                case STRING -> Object::toString;
                case DATE -> value -> LocalDate.ofEpochDay((Integer) value);
                case UUID -> value -> uuidOrText(value.toString());
            };
        } else if (type instanceof FieldType.Fixed) {
            return value -> value;
        } else if (type instanceof FieldType.Enumeration) {
            return Object::toString;
        } else if (type instanceof FieldType.Decimal) {
            return value -> ((DecimalData) value).toBigDecimal();
        } else if (type instanceof FieldType.Timestamp) {
            return value -> instant((TimestampData) value);
        } else if (type instanceof FieldType.LocalTimestamp) {
            return value -> local((TimestampData) value);
        } else if (type instanceof FieldType.TimeOfDay time) {
            return time.precision() == 3
                    ? value -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L)
                    : value -> LocalTime.ofNanoOfDay((Long) value * 1_000L);
        } else if (type instanceof FieldType.ListOf list) {
            Function<ArrayData, List<@Nullable Object>> elements = elements(list.element());
            return value -> elements.apply((ArrayData) value);
        } else if (type instanceof FieldType.MapOf map) {
            return map(map);
        }
        return struct((FieldType.Struct) type);
    }

    private static Object uuidOrText(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Instant instant(TimestampData timestamp) {
        return Instant.ofEpochMilli(timestamp.getMillisecond()).plusNanos(timestamp.getNanoOfMillisecond());
    }

    private static LocalDateTime local(TimestampData timestamp) {
        return timestamp.toLocalDateTime();
    }

    private static Function<ArrayData, List<@Nullable Object>> elements(FieldType type) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(FlinkTypes.logicalType(type, true));
        Function<Object, Object> element = of(type);
        return array -> {
            List<@Nullable Object> list = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                Object value = getter.getElementOrNull(array, i);
                list.add(value == null ? null : element.apply(value));
            }
            return list;
        };
    }

    private static Function<Object, Object> map(FieldType.MapOf type) {
        Function<ArrayData, List<@Nullable Object>> values = elements(type.value());
        return value -> {
            MapData map = (MapData) value;
            ArrayData keys = map.keyArray();
            List<@Nullable Object> plain = values.apply(map.valueArray());
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < plain.size(); i++) {
                entries.put(keys.getString(i).toString(), plain.get(i));
            }
            return entries;
        };
    }

    private static Function<Object, Object> struct(FieldType.Struct type) {
        List<RowField> fields = new ArrayList<>();
        for (FieldType.Field field : type.fields()) {
            fields.add(new RowField(field, fields.size()));
        }
        return value -> {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            for (RowField field : fields) {
                entries.put(field.name(), field.plain((RowData) value));
            }
            return entries;
        };
    }

    /** One field of rows as a plain value. */
    static final class RowField {

        private final String name;
        private final RowData.FieldGetter getter;
        private final Function<Object, Object> plain;

        RowField(FieldType.Field field, int position) {
            name = field.name();
            getter = RowData.createFieldGetter(FlinkTypes.logicalType(field.type(), true), position);
            plain = of(field.type());
        }

        String name() {
            return name;
        }

        @Nullable
        Object plain(RowData row) {
            Object value = getter.getFieldOrNull(row);
            return value == null ? null : plain.apply(value);
        }
    }
}
