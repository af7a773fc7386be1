package dev.weir.operate.fate;

import dev.weir.contract.event.KeyFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a record that isn't dead says.
 *
 * @param time its event time; null for a tombstone
 * @param columns plain values; none for a tombstone
 */
record Event(@Nullable Long time, Map<String, @Nullable Object> columns) {

    /** The values of columns as one key, equal if and only if all values are. */
    ByteBuffer identity(List<String> fields) {
        List<Object> values = new ArrayList<>();
        for (String field : fields) {
            values.add(Objects.requireNonNull(columns.get(field)));
        }
        return ByteBuffer.wrap(KeyFormat.encode(values)).asReadOnlyBuffer();
    }

    long integer(String field) {
        return ((Number) Objects.requireNonNull(columns.get(field))).longValue();
    }
}
