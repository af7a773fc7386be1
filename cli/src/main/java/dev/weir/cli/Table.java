package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows under named columns, as aligned text or as a JSON array of objects. In a column whose name ends in {@code bytes} or
 * {@code seconds} people read amounts such as {@code 312 MB}, programs the number; in one that ends in {@code per second},
 * {@code 12.5}.
 */
final class Table {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private final Set<String> hidden = new HashSet<>();

    Table(String... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells numbers, booleans or texts, one a column; null for what isn't known
     */
    void add(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell);
        }
        rows.add(row);
    }

    /** Shows a column to programs only. */
    Table hide(String column) {
        hidden.add(column);
        return this;
    }

    /** Shows a column to programs only if it has nothing to say. */
    Table hideUnlessKnown(String column) {
        int index = columns.indexOf(column);
        if (rows.stream().allMatch(row -> row.get(index) == null)) {
            hidden.add(column);
        }
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Columns aligned, numbers to the right, unknown cells as {@code -}; ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        appendLine(
                text,
                columns.stream()
                        .map(name -> header(name).toUpperCase(Locale.ROOT))
                        .toList());
        for (List<@Nullable Object> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(cell(i, row));
            }
            appendLine(text, cells);
        }
        return text.toString();
    }

    /** One JSON array, one object a row; ends with a line break. */
    String json() {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                object.put(columns.get(i).replace(' ', '_'), row.get(i));
            }
            objects.add(object);
        }
        try {
            return JSON.writeValueAsString(objects) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table's cells are numbers, booleans and texts", e);
        }
    }

    private void appendLine(StringBuilder text, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (hidden.contains(columns.get(i))) {
                continue;
            }
            String padding = " ".repeat(width(i) - cells.get(i).length());
            line.append(isNumeric(i) ? padding + cells.get(i) : cells.get(i) + padding)
                    .append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        int width = header(columns.get(column)).length();
        for (List<@Nullable Object> row : rows) {
            width = Math.max(width, cell(column, row).length());
        }
        return width;
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> row.get(column) == null || row.get(column) instanceof Number);
    }

    private static String header(String column) {
        return column.replaceFirst(" per second$", "/s").replaceFirst(" (bytes|seconds)$", "");
    }

    private String cell(int column, List<@Nullable Object> row) {
        Object value = row.get(column);
        if (value instanceof Number number && columns.get(column).endsWith(" bytes")) {
            return Amounts.bytes(number.longValue());
        }
        if (value instanceof Number number && columns.get(column).endsWith(" seconds")) {
            return Amounts.time(Duration.ofMillis(Math.round(number.doubleValue() * 1000)));
        }
        if (value instanceof Number number && columns.get(column).endsWith(" per second")) {
            return String.format(Locale.ROOT, "%.1f", number.doubleValue());
        }
        return value == null ? "-" : value.toString();
    }
}
