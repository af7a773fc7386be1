package dev.weir.pipeline.rollup;

import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * The query of a view, as a roll-up of a stream and a query over what that gives.
 *
 * @param windows of the view; the roll-up's own if it isn't merged
 * @param missingKey columns of the stream's key that the groups lack, so that the roll-up has a part of them in each partition,
 *     for each slice of its windows, which are merged; empty if they lack none
 * @param aggregateText a query of the aggregates alone, in their order, which says their types
 * @param items of SELECT, over the roll-up's columns
 * @param alias in FROM, with AS; empty if there is none
 * @param having over the roll-up's columns; null for none
 * @param group the GROUP BY, as written
 */
record WindowQuery(
        StreamContract stream,
        RollupSpec spec,
        Windows windows,
        String missingKey,
        String aggregateText,
        String items,
        String alias,
        @Nullable String having,
        String group) {

    static final String WINDOW_START = "window_start";
    static final String WINDOW_END = "window_end";
    static final String WINDOW_TIME = "window_time";
    private static final Set<String> WINDOW_COLUMNS = Set.of(WINDOW_START, WINDOW_END, WINDOW_TIME);

    /** Whether the aggregates of several partitions are merged. */
    boolean isMerged() {
        return !missingKey.isEmpty();
    }

    /** @throws Refusal if a source can't compute it */
    static WindowQuery of(SqlStatement view, Surroundings surroundings) throws Refusal {
        SqlNode query = FlinkGrammar.query(view.text());
        if (!(query instanceof SqlSelect select)) {
            throw Refusal.at(query, "it is more than one SELECT: a view of its own for each can be rolled up");
        }
        return new Reader(view, select, surroundings).read();
    }

    /** One go at one view. */
    private static final class Reader {

        private final String name;
        private final ViewText text;
        private final SqlSelect select;
        private final Surroundings surroundings;

        Reader(SqlStatement view, SqlSelect select, Surroundings surroundings) {
            this.name = String.valueOf(view.target());
            this.text = new ViewText(view.text());
            this.select = select;
            this.surroundings = surroundings;
        }

        WindowQuery read() throws Refusal {
            refuseOtherClauses();
            SqlNode from = select.getFrom();
            if (from == null) {
                throw Refusal.at(select, "it reads nothing");
            }
            SqlNodeList group = select.getGroup();
            WindowClause window = group == null || group.isEmpty() ? null : WindowClause.of(from);
            if (window == null) {
                WindowClause.of(from);
                throw Refusal.at(select, "it has no GROUP BY window_start, window_end: it aggregates nothing");
            }
            StreamContract stream = stream(window);
            List<String> groups = groups(group, stream, new Names(window.alias()));
            return read(window, stream, groups, from);
        }

        private WindowQuery read(WindowClause window, StreamContract stream, List<String> groups, SqlNode from)
                throws Refusal {
            Names names = new Names(window.alias());
            EventExpressions events = new EventExpressions(stream, names);
            Set<String> columns = new HashSet<>(groups);
            columns.addAll(WINDOW_COLUMNS);
            String missingKey = missingKey(stream, groups);
            AggregateCalls calls = new AggregateCalls(events, text, surroundings, names, columns, missingKey);
            calls.find(select.getSelectList());
            calls.find(select.getHaving());
            SqlNode where = select.getWhere();
            Windows windows = window.windows();
            boolean merged = !missingKey.isEmpty();
            if (merged && slices(windows).offsetMillis() != 0) {
                throw Refusal.at(
                        from,
                        "windows with an OFFSET aren't rolled up where GROUP BY lacks " + missingKey
                                + ": Flink 2.2 loses rows when it merges them");
            }
            RollupSpec spec = new RollupSpec(
                    name,
                    merged ? slices(windows) : windows,
                    groups,
                    where == null ? null : events.condition(where),
                    calls.aggregates(),
                    merged ? 0 : correctMillis(stream));
            int start = text.start(select);
            int end = text.queryEnd(start);
            int fromWord = text.wordBefore("FROM", text.start(from));
            int groupWord =
                    text.wordBefore("GROUP", text.start(select.getGroup().get(0)));
            int havingWord =
                    select.getHaving() == null ? end : text.wordBefore("HAVING", text.start(select.getHaving()));
            String counted = calls.sources().isEmpty() ? "COUNT(*)" : String.join(", ", calls.sources());
            return new WindowQuery(
                    stream,
                    spec,
                    windows,
                    missingKey,
                    "SELECT " + counted + " " + text.between(fromWord, havingWord),
                    calls.rewritten(start + "SELECT".length(), fromWord),
                    window.alias() == null ? "" : " AS `" + window.alias().replace("`", "``") + "`",
                    select.getHaving() == null ? null : calls.rewritten(havingWord + "HAVING".length(), end),
                    text.between(groupWord, havingWord));
        }

        private static Windows slices(Windows windows) {
            long step = windows.stepMillis();
            return new Windows(Shape.TUMBLE, step, step, Math.floorMod(windows.offsetMillis(), step));
        }

        private static long correctMillis(StreamContract stream) {
            EventTime time = stream.time();
            return time == null || time.correct() == null ? 0 : time.correct().toMillis();
        }

        /** In words. */
        private static String missingKey(StreamContract stream, List<String> groups) {
            if (stream.key().isEmpty()) {
                return "a key, which the stream doesn't have";
            }
            String missing =
                    stream.key().stream().filter(key -> !groups.contains(key)).collect(Collectors.joining(", "));
            return missing.isEmpty() ? "" : missing + " of the stream's key";
        }

        private void refuseOtherClauses() throws Refusal {
            if (select.isDistinct()) {
                throw Refusal.at(select, "SELECT DISTINCT isn't rolled up");
            }
            if (!select.getHints().isEmpty()) {
                throw Refusal.at(select.getHints(), "a query with hints isn't rolled up");
            }
            if (!select.getWindowList().isEmpty() || select.getQualify() != null) {
                throw Refusal.at(select, "WINDOW and QUALIFY aren't rolled up");
            }
        }

        private StreamContract stream(WindowClause window) throws Refusal {
            SqlIdentifier table = window.table();
            String named = table.names.get(table.names.size() - 1);
            if (surroundings.isView(named)) {
                throw Refusal.at(
                        table,
                        "'" + named + "' is a view: roll up the stream itself, with the view's WHERE in this query");
            }
            int suffix = named.indexOf('$');
            if (suffix > 0 && surroundings.stream(named.substring(0, suffix)).isPresent()) {
                throw Refusal.at(
                        table,
                        "'" + named + "' has other events than those on time: windows are rolled up over '"
                                + named.substring(0, suffix) + "' itself, and " + name
                                + "$all has what late events make of them");
            }
            StreamContract stream =
                    surroundings.stream(named).orElseThrow(() -> Refusal.at(table, "'" + named + "' is no stream"));
            if (stream.mode() != Mode.APPEND) {
                throw Refusal.at(
                        table,
                        "'" + named + "' is of mode " + stream.mode().name().toLowerCase(java.util.Locale.ROOT)
                                + ", and only streams of mode append are rolled up");
            }
            String time = surroundings.timeColumn(stream).orElse("");
            if (stream.time() == null || !window.timeColumn().getSimple().equals(time)) {
                throw Refusal.at(
                        window.timeColumn(),
                        "'" + window.timeColumn().getSimple() + "' isn't the event time of the stream '" + named + "'"
                                + (time.isEmpty() ? ", which has none" : ": that is '" + time + "'"));
            }
            return stream;
        }

        private List<String> groups(SqlNodeList group, StreamContract stream, Names names) throws Refusal {
            List<String> groups = new ArrayList<>();
            Set<String> window = new HashSet<>();
            for (SqlNode item : group) {
                String column = group(item, names);
                boolean field = stream.schema().fields().find(column).isPresent();
                if (WINDOW_COLUMNS.contains(column)) {
                    if (field) {
                        throw Refusal.at(item, "the stream has a column '" + column + "' of its own");
                    }
                    window.add(column);
                } else if (!field) {
                    throw Refusal.at(item, "'" + column + "' is no column of the stream's events");
                } else if (!groups.contains(column)) {
                    groups.add(column);
                }
            }
            if (!window.contains(WINDOW_START) || !window.contains(WINDOW_END)) {
                throw Refusal.at(group, "GROUP BY lacks window_start or window_end");
            }
            return groups;
        }

        private static String group(SqlNode item, Names names) throws Refusal {
            if (item instanceof SqlIdentifier column) {
                return names.column(column);
            }
            boolean sets = item.getKind() == SqlKind.GROUPING_SETS
                    || item.getKind() == SqlKind.ROLLUP
                    || item.getKind() == SqlKind.CUBE;
            throw Refusal.at(
                    item,
                    sets
                            ? item.getKind().sql.replace('_', ' ')
                                    + " isn't rolled up: a view for each set of columns is"
                            : "it groups by an expression: windows are rolled up by columns of the stream");
        }
    }
}
