package dev.weir.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.types.Row;

/** Aligned columns; the first rows are held back for a moment, since they decide how wide columns are. */
public final class GridPrinter implements ResultPrinter {

    private static final int HELD_ROWS = 500;
    private static final long HELD_NANOS = 300_000_000;

    private final Grid grid;
    private final boolean kinds;
    private final Consumer<String> lines;
    private final List<Row> held = new ArrayList<>();
    private long heldSince;
    private boolean begun;

    /** @param kinds whether a first column says what a row does to the result */
    public GridPrinter(List<String> columns, boolean kinds, Consumer<String> lines) {
        List<String> all = new ArrayList<>(columns);
        if (kinds) {
            all.add(0, "op");
        }
        this.grid = new Grid(all);
        this.kinds = kinds;
        this.lines = lines;
    }

    @Override
    public void add(List<Row> rows) {
        if (begun) {
            grid.lines(shown(rows)).forEach(lines);
            return;
        }
        heldSince = held.isEmpty() ? System.nanoTime() : heldSince;
        held.addAll(rows);
        if (held.size() >= HELD_ROWS || System.nanoTime() - heldSince > HELD_NANOS) {
            begin();
        }
    }

    private List<Row> shown(List<Row> rows) {
        return kinds
                ? rows.stream()
                        .map(row -> Row.join(Row.of(row.getKind().shortString()), Row.project(row, positions(row))))
                        .toList()
                : rows;
    }

    /** Makes rows that know their columns' names rows that don't, so that they can be joined. */
    private static int[] positions(Row row) {
        int[] positions = new int[row.getArity()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i;
        }
        return positions;
    }

    private void begin() {
        List<String> first = grid.lines(shown(held));
        grid.header().forEach(lines);
        first.forEach(lines);
        held.clear();
        begun = true;
    }

    @Override
    public void flush() {
        if (!begun && !held.isEmpty()) {
            begin();
        }
    }

    @Override
    public void end() {
        if (!begun) {
            begin();
        }
    }
}
