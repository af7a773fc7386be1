package dev.weir.cli.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/** Rows as aligned text. Columns become as wide as the widest value so far and never narrower. Not thread-safe. */
final class Grid {

    private static final String GAP = "  ";

    private final List<String> columns;
    private final int[] widths;
    private final boolean[] numbers;

    Grid(List<String> columns) {
        this.columns = columns;
        this.widths = columns.stream().mapToInt(Grid::width).toArray();
        this.numbers = new boolean[columns.size()];
    }

    /** Makes room for these rows and gives them as lines. */
    List<String> lines(List<Row> rows) {
        List<List<Cell>> all = rows.stream().map(this::cells).toList();
        for (List<Cell> cells : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(cells.get(i).text()));
                numbers[i] |= cells.get(i).number();
            }
        }
        return all.stream().map(this::line).toList();
    }

    /** The names of the columns and the line below them, as wide as the rows so far. */
    List<String> header() {
        List<Cell> names = new ArrayList<>();
        List<Cell> rule = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            names.add(new Cell(columns.get(i), numbers[i]));
            rule.add(new Cell("─".repeat(widths[i]), false));
        }
        return List.of(line(names), line(rule));
    }

    private List<Cell> cells(Row row) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            @Nullable Object value = row.getField(i);
            cells.add(Cell.of(value));
        }
        return cells;
    }

    private String line(List<Cell> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String padding = " ".repeat(Math.max(0, widths[i] - width(cell.text())));
            line.append(i == 0 ? "" : GAP).append(cell.number() ? padding + cell.text() : cell.text() + padding);
        }
        return line.toString().stripTrailing();
    }

    /** In columns of a terminal, where some signs take two. */
    private static int width(String text) {
        return text.codePoints().map(sign -> Math.max(0, WCWidth.wcwidth(sign))).sum();
    }
}
