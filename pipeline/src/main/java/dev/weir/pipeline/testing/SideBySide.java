package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.pipeline.testing.WrittenRows.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Aligned lines of what was expected and what came out; what differs is marked. */
final class SideBySide {

    private static final String SAME = "  ";
    private static final String OTHER = "≠ ";

    private SideBySide() {}

    /** One line for each expected column. */
    static List<String> columns(ObjectNode expected, ObjectNode found) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of(SAME, "", "expected", "came out"));
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            JsonNode value = found.get(entry.getKey());
            cells.add(List.of(
                    SameValue.of(entry.getValue(), value) ? SAME : OTHER,
                    entry.getKey(),
                    text(entry.getValue()),
                    text(value)));
        }
        return aligned(cells);
    }

    /** One line for each change on either side. */
    static List<String> changes(List<ExpectedRow> expected, List<Change> found, BiPredicate<ExpectedRow, Change> same) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of(SAME, "", "expected", "came out"));
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            ExpectedRow row = i < expected.size() ? expected.get(i) : null;
            Change change = i < found.size() ? found.get(i) : null;
            boolean equal = row != null && change != null && same.test(row, change);
            cells.add(List.of(
                    equal ? SAME : OTHER,
                    Integer.toString(i + 1),
                    row == null ? "-" : text(row.columns(), row.deletion()),
                    change == null ? "-" : text(change.columns(), change.deletion())));
        }
        return aligned(cells);
    }

    private static String text(ObjectNode columns, boolean deletion) {
        return (deletion ? "delete " : "") + columns;
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "-" : value.toString();
    }

    private static List<String> aligned(List<List<String>> cells) {
        int[] widths = new int[4];
        cells.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return cells.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < widths.length; i++) {
                        line.append(row.get(i))
                                .append(" ".repeat(widths[i] - row.get(i).length()))
                                .append(i == 0 ? "" : "  ");
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }
}
