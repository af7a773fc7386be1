package dev.weir.operate.leak;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Timestamp;
import dev.weir.contract.StreamContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes from rows, events or entries of a stream what they belong together by. */
final class GroupKey {

    private final List<String> columns;
    private final boolean[] times;

    GroupKey(StreamContract stream, List<String> columns) {
        this.columns = List.copyOf(columns);
        times = new boolean[columns.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = isTime(stream, columns.get(i));
        }
    }

    /** Whether a column's values are times. */
    static boolean isTime(StreamContract stream, String column) {
        FieldType type =
                stream.schema().fields().find(column).map(FieldType.Field::type).orElse(null);
        return type instanceof Timestamp || type instanceof LocalTimestamp;
    }

    /** Equal for equal values. */
    List<String> of(Map<String, @Nullable Object> values) {
        List<String> key = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            key.add(PlainValue.text(PlainValue.of(values.get(columns.get(i)), times[i])));
        }
        return key;
    }
}
