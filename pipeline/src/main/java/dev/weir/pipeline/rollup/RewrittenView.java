package dev.weir.pipeline.rollup;

import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A view as plain SQL over the windows of its roll-up. */
record RewrittenView(WindowQuery query, RollupTable table) {

    /** Each window once. */
    String rows() {
        if (query.isMerged()) {
            String having = query.having() == null ? "" : "\nHAVING" + query.having();
            return "SELECT" + query.items() + "\nFROM " + assigned(query.windows()) + query.alias() + "\n"
                    + query.group() + having;
        }
        return select("", " WHERE `" + RollupTable.REVISION + "` = 1", " AND (");
    }

    /** Each revision of each window, with the revision as the last column. */
    String revisions() {
        return select(", `" + RollupTable.REVISION + "`", "", " WHERE (");
    }

    private String select(String added, String where, String beforeHaving) {
        String having = query.having() == null ? "" : beforeHaving + query.having() + "\n)";
        return "SELECT" + query.items() + "\n" + added + " FROM " + windows() + query.alias() + where + having;
    }

    /**
     * Tumbling windows are assigned anew, by their last millisecond, so that Flink knows them for windows where others join, rank or
     * aggregate them.
     */
    private String windows() {
        RollupSpec spec = table.spec();
        if (spec.windows().shape() == Shape.TUMBLE) {
            return assigned(spec.windows());
        }
        List<String> columns = new ArrayList<>(
                spec.groups().stream().map(RewrittenView::quoted).toList());
        columns.add(quoted(RollupTable.WINDOW_START) + " AS " + WindowQuery.WINDOW_START);
        columns.add(quoted(RollupTable.WINDOW_END) + " AS " + WindowQuery.WINDOW_END);
        columns.add(quoted(RollupTable.WINDOW_TIME) + " AS " + WindowQuery.WINDOW_TIME);
        IntStream.range(0, spec.aggregates().size())
                .mapToObj(RollupTable::aggregate)
                .map(RewrittenView::quoted)
                .forEach(columns::add);
        columns.add(quoted(RollupTable.REVISION));
        return "(SELECT " + String.join(", ", columns) + " FROM " + quoted(table.name()) + ")";
    }

    /** The roll-up's rows in the windows that their last millisecond is in. */
    private String assigned(Windows windows) {
        String step = windows.shape() == Shape.TUMBLE ? "" : interval(windows.stepMillis()) + ", ";
        String offset = windows.offsetMillis() == 0 ? "" : ", " + interval(windows.offsetMillis());
        return "TABLE(" + windows.shape() + "(TABLE " + quoted(table.name()) + ", DESCRIPTOR("
                + quoted(RollupTable.WINDOW_TIME) + "), " + step + interval(windows.sizeMillis()) + offset + "))";
    }

    private static String interval(long millis) {
        String seconds = Long.toString(millis / 1_000);
        return "INTERVAL '" + seconds + "." + String.format("%03d", millis % 1_000) + "' SECOND(" + seconds.length()
                + ", 3)";
    }

    static String createView(String name, List<String> columns, String query) {
        return "CREATE TEMPORARY VIEW " + quoted(name)
                + columns.stream().map(RewrittenView::quoted).collect(Collectors.joining(", ", " (", ")"))
                + " AS " + query;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
