package dev.weir.cli.sql;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.types.Row;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/** A result that changes, painted over itself on a terminal. Not thread-safe. */
public final class LiveTable {

    private static final long PAINT_NANOS = 150_000_000;
    private static final int SMALLEST = 3;
    /** Header, rule, the line below, and the one where the cursor stands. */
    private static final int OTHER_LINES = 5;

    private final Terminal terminal;
    private final List<String> columns;
    private final Comparator<Row> order;
    private final ChangelogRows rows = new ChangelogRows();
    private final long start = System.nanoTime();
    private long changes;
    private long painted;
    private int paintedLines;
    private boolean stale = true;

    public LiveTable(Terminal terminal, List<String> columns, Comparator<Row> order) {
        this.terminal = terminal;
        this.columns = columns;
        this.order = order;
    }

    /** Takes in what has come, and paints if the last time is long enough ago. */
    public void add(List<Row> some) {
        some.forEach(rows::apply);
        changes += some.size();
        stale |= !some.isEmpty();
        long now = System.nanoTime();
        if (stale && now - painted > PAINT_NANOS) {
            paint("q or Ctrl-C ends it");
        }
    }

    /** Leaves the last state on the screen. */
    public void end() {
        paint(Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    }

    private void paint(String remark) {
        int width = Math.max(20, terminal.getWidth());
        int most = Math.max(SMALLEST, terminal.getHeight() - OTHER_LINES);
        Grid grid = new Grid(columns);
        List<String> body = grid.lines(rows.first(most, order));
        List<String> lines = new ArrayList<>(grid.header());
        lines.addAll(body);
        String more = rows.size() > most ? " (the first " + most + " are shown)" : "";
        lines.add(rows.size() + (rows.size() == 1 ? " row" : " rows") + more + ", " + changes + " changes, " + remark);
        PrintWriter screen = terminal.writer();
        if (paintedLines > 0) {
            screen.print("\033[" + paintedLines + "A");
        }
        screen.print("\r\033[J");
        for (String line : lines) {
            screen.print(cut(line, width));
            screen.print("\r\n");
        }
        screen.flush();
        paintedLines = lines.size();
        painted = System.nanoTime();
        stale = false;
    }

    private static String cut(String line, int width) {
        AttributedString text = new AttributedString(line);
        return text.columnLength() <= width
                ? line
                : text.columnSubSequence(0, width - 1).toString() + "…";
    }
}
