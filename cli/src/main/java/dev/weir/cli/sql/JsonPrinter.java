package dev.weir.cli.sql;

import dev.weir.contract.event.JsonEventDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** One JSON object a row: {@code {"customer":"ana"}}, or with its kind {@code {"op":"+U","row":{"customer":"ana"}}}. */
public final class JsonPrinter implements ResultPrinter {

    private final List<String> columns;
    private final boolean kinds;
    private final Consumer<String> lines;

    /** @param kinds whether each row says what it does to the result: {@code +I}, {@code -U}, {@code +U}, {@code -D} */
    public JsonPrinter(List<String> columns, boolean kinds, Consumer<String> lines) {
        this.columns = columns;
        this.kinds = kinds;
        this.lines = lines;
    }

    @Override
    public void add(List<Row> rows) {
        for (Row row : rows) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(columns.get(i), PlainValue.of(row.getField(i)));
            }
            if (kinds) {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("op", row.getKind().shortString());
                change.put("row", values);
                values = change;
            }
            lines.accept(JsonEventDecoder.json(values));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void end() {}
}
