package dev.weir.pipeline.plan;

import dev.weir.contract.StreamContract;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.rollup.Recognition;
import dev.weir.pipeline.rollup.Surroundings;
import dev.weir.pipeline.rollup.WindowView;
import dev.weir.pipeline.rollup.WindowView.PlainSql;
import dev.weir.pipeline.rollup.WindowView.RolledUp;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.functions.ScalarFunction;

/** The views of a script that have windows, and how each is computed. */
record WindowViews(List<WindowView> views) {

    static final WindowViews NONE = new WindowViews(List.of());

    WindowViews {
        views = List.copyOf(views);
    }

    /** The roll-up of a view; empty if it runs as it is written. */
    Optional<RolledUp> rolledUp(SqlStatement view) {
        return views.stream()
                .filter(RolledUp.class::isInstance)
                .map(RolledUp.class::cast)
                .filter(rolledUp -> rolledUp.statement().equals(view))
                .findFirst();
    }

    /** Why there is no table {@code v$all} of revisions; empty if no view is its {@code v}. */
    Optional<String> whyNoRevisions(String table) {
        return views.stream()
                .filter(view -> table.equals(view.name() + "$all"))
                .map(view -> "'" + table
                        + "' would have the corrections of windows that are closed where their stream is read,"
                        + " but '" + view.name() + "' " + (view instanceof PlainSql ? "" : "is ") + view.how() + ".")
                .findFirst();
    }

    /**
     * Looks at the views of a script in a session in which all of it is defined as it is written.
     *
     * @param defined those that the planner took
     */
    static WindowViews of(
            SqlScript script, List<SqlStatement> defined, TableSession session, PipelineFunctions functions) {
        Recognition recognition = new Recognition(new ScriptNames(script, session, functions), new Looking(session));
        Optional<String> off = off(session);
        List<WindowView> views = new ArrayList<>();
        for (SqlStatement view : defined) {
            if (view.kind() == Kind.CREATE_VIEW && Recognition.hasWindow(view)) {
                views.add(off.<WindowView>map(reason -> Recognition.plain(view, reason))
                        .orElseGet(() -> recognition.recognise(view)));
            }
        }
        return new WindowViews(views);
    }

    private static Optional<String> off(TableSession session) {
        var config = session.tables().getConfig();
        if (config.get(SqlOptions.ROLLUP) == SqlOptions.Switch.OFF) {
            return Optional.of("SET '" + SqlOptions.ROLLUP.key() + "' = 'off'");
        }
        String zone = config.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return zone.equals("UTC")
                ? Optional.empty()
                : Optional.of("SET '" + TableConfigOptions.LOCAL_TIME_ZONE.key() + "' = '" + zone
                        + "': windows are rolled up in UTC");
    }

    /** The rolled up views whose windows Flink doesn't take for such where others use them. */
    List<RolledUp> withoutKnownWindows() {
        return views.stream()
                .filter(RolledUp.class::isInstance)
                .map(RolledUp.class::cast)
                .filter(view -> !view.isMerged() && view.windows().shape() != Shape.TUMBLE)
                .toList();
    }

    /** These views with some of them as they are written. */
    WindowViews without(List<RolledUp> others, String reason) {
        return new WindowViews(views.stream()
                .map(view -> others.contains(view) ? Recognition.plain(view.statement(), reason) : view)
                .toList());
    }

    private record Looking(TableSession session) implements Recognition.Session {

        @Override
        public ResolvedSchema schema(String query) {
            return session.tables().sqlQuery(query).getResolvedSchema();
        }

        @Override
        public void rollUp(RollupTable table) {
            session.rollUp(table);
        }
    }

    private record ScriptNames(SqlScript script, TableSession session, PipelineFunctions functions)
            implements Surroundings {

        @Override
        public Optional<StreamContract> stream(String table) {
            return session.stream(table);
        }

        @Override
        public boolean isView(String name) {
            return script.all(Kind.CREATE_VIEW).stream().anyMatch(view -> name.equals(view.target()));
        }

        @Override
        public Optional<String> timeColumn(StreamContract stream) {
            Table table = session.tables().from("`" + stream.name() + "`");
            return table.getResolvedSchema().getWatermarkSpecs().stream()
                    .map(WatermarkSpec::getRowtimeAttribute)
                    .findFirst();
        }

        @Override
        public boolean mayAggregate(String function) {
            boolean declared = script.all(Kind.CREATE_FUNCTION).stream()
                    .anyMatch(statement -> function.equalsIgnoreCase(statement.target()));
            return declared
                    || functions.byName().entrySet().stream()
                            .anyMatch(known -> known.getKey().equalsIgnoreCase(function)
                                    && !ScalarFunction.class.isAssignableFrom(known.getValue()));
        }
    }
}
