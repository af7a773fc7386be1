package dev.weir.contract.rule;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns the values of columns into CEL's own. */
final class CelValues {

    private CelValues() {}

    static Object of(@Nullable Object value) {
        if (value == null) {
            return NullValue.NULL_VALUE;
        }
        if (value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number instanceof Float || number instanceof BigDecimal
                    ? (Object) number.doubleValue()
                    : (Object) number.longValue();
        }
        if (value instanceof byte[] bytes) {
            return CelByteString.of(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return CelByteString.of(bytes);
        }
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>(list.size());
            list.forEach(element -> values.add(of(element)));
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> values = new LinkedHashMap<>(2 * map.size());
            map.forEach((key, element) -> values.put(String.valueOf(key), of(element)));
            return new Entries(values);
        }
        return timeOrText(value);
    }

    private static Object timeOrText(Object value) {
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (value instanceof LocalTime time) {
            return Duration.ofNanos(time.toNanoOfDay());
        }
        if (value instanceof CharSequence || value instanceof UUID || value instanceof Enum<?>) {
            return value.toString();
        }
        return value;
    }

    /** A record or a map, in which {@code has(x.y)} is true only where y isn't null. */
    private static final class Entries extends AbstractMap<Object, Object> {

        private final Map<Object, Object> values;

        Entries(Map<Object, Object> values) {
            this.values = values;
        }

        @Override
        public boolean containsKey(Object key) {
            Object value = values.get(key);
            return value != null && value != NullValue.NULL_VALUE;
        }

        @Override
        public @Nullable Object get(Object key) {
            return values.get(key);
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return values.entrySet();
        }
    }
}
