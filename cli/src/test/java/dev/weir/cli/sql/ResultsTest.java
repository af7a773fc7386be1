package dev.weir.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.sql.QueryEnd;
import dev.weir.pipeline.sql.SqlScript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Comparator<Row> AS_THEY_CAME = (one, other) -> 0;

    private final List<String> lines = new ArrayList<>();

    @Test
    void changelogLeavesItsRowsAndUpdatesKeepTheirPlace() {
        ChangelogRows rows = new ChangelogRows();
        for (Row change : List.of(
                Row.ofKind(RowKind.INSERT, "ana", 1L),
                Row.ofKind(RowKind.INSERT, "ben", 1L),
                Row.ofKind(RowKind.UPDATE_BEFORE, "ana", 1L),
                Row.ofKind(RowKind.UPDATE_AFTER, "ana", 2L),
                Row.ofKind(RowKind.INSERT, "cleo", 1L),
                Row.ofKind(RowKind.DELETE, "ben", 1L))) {
            rows.apply(change);
        }
        assertThat(rows.all(AS_THEY_CAME)).containsExactly(Row.of("ana", 2L), Row.of("cleo", 1L));
        assertThat(rows.first(1, AS_THEY_CAME)).containsExactly(Row.of("ana", 2L));
    }

    @Test
    void equalRowsCountSingly() {
        ChangelogRows rows = new ChangelogRows();
        rows.apply(Row.of("x"));
        rows.apply(Row.of("x"));
        rows.apply(Row.ofKind(RowKind.DELETE, "x"));
        assertThat(rows.all(AS_THEY_CAME)).containsExactly(Row.of("x"));
    }

    @Test
    void orderIsThatOfTheQuery() {
        List<Row> rows = new ArrayList<>(List.of(Row.of("b", 2), Row.of("a", null), Row.of("c", 2), Row.of("d", 9)));
        rows.sort(order("SELECT k, n FROM t ORDER BY n DESC, k LIMIT 9"));
        assertThat(rows).extracting(row -> row.getField(0)).containsExactly("d", "b", "c", "a");
        rows.sort(order("SELECT k, n FROM t ORDER BY 2 DESC NULLS FIRST, 1 DESC"));
        assertThat(rows).extracting(row -> row.getField(0)).containsExactly("a", "d", "c", "b");
        assertThat(order("SELECT k, n FROM t ORDER BY UPPER(k)").compare(rows.get(0), rows.get(1)))
                .isZero();
    }

    private static Comparator<Row> order(String sql) {
        return RowOrder.of(
                QueryEnd.of(SqlScript.parsePrompt(Path.of("x"), sql, new ArrayList<>())
                        .statements()
                        .get(0)),
                List.of("k", "n"));
    }

    @Test
    void jsonHasTheValuesAsTailHasThem() {
        JsonPrinter printer = new JsonPrinter(List.of("a", "b", "c", "d", "e"), false, lines::add);
        printer.add(List.of(Row.of(
                new BigDecimal("20.50"),
                Instant.parse("2026-01-31T12:00:00Z"),
                new byte[] {1, 2},
                new Integer[] {1, null},
                Map.of("k", Row.withNames()))));
        assertThat(lines)
                .containsExactly(
                        "{\"a\":\"20.50\",\"b\":\"2026-01-31T12:00:00Z\",\"c\":\"AQI=\",\"d\":[1,null],\"e\":{\"k\":{}}}");
    }

    @Test
    void jsonOfAChangelogSaysWhatEachRowDoes() {
        JsonPrinter printer = new JsonPrinter(List.of("op"), true, lines::add);
        printer.add(List.of(Row.ofKind(RowKind.UPDATE_BEFORE, "x"), Row.ofKind(RowKind.UPDATE_AFTER, "y")));
        assertThat(lines)
                .containsExactly("{\"op\":\"-U\",\"row\":{\"op\":\"x\"}}", "{\"op\":\"+U\",\"row\":{\"op\":\"y\"}}");
    }

    @Test
    void gridAlignsNumbersToTheRightAndShowsControlSignsAsText() {
        GridPrinter printer = new GridPrinter(List.of("name", "n"), false, lines::add);
        printer.add(List.of(Row.of("ana\u001b[2J", 5L), Row.of(null, 1000L), Row.of("漢字", 1L)));
        printer.end();
        assertThat(lines)
                .containsExactly(
                        "name             n",
                        "────────────  ────",
                        "ana\\u001b[2J     5",
                        "NULL          1000",
                        "漢字             1");
    }

    @Test
    void gridOfNothingIsItsHeader() {
        GridPrinter printer = new GridPrinter(List.of("name"), true, lines::add);
        printer.end();
        assertThat(lines).containsExactly("op  name", "──  ────");
    }

    @Test
    void liveTableIsPaintedOverItselfAndNeverWiderOrHigherThanTheScreen() throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (Terminal terminal = new DumbTerminal(new ByteArrayInputStream(new byte[0]), screen)) {
            terminal.setSize(new Size(30, 9));
            LiveTable table = new LiveTable(terminal, List.of("name", "n"), AS_THEY_CAME);
            for (int i = 0; i < 6; i++) {
                table.add(List.of(Row.of("x".repeat(40), i)));
            }
            table.end();
        }
        String painted = screen.toString(StandardCharsets.UTF_8);
        String last = painted.substring(painted.lastIndexOf("\033[J") + 3);
        assertThat(last.lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
        assertThat(painted).contains("\033[4A");
    }
}
