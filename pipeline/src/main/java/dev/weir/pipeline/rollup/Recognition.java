package dev.weir.pipeline.rollup;

import dev.weir.contract.FieldType;
import dev.weir.pipeline.rollup.WindowView.PlainSql;
import dev.weir.pipeline.rollup.WindowView.RolledUp;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlToken;
import dev.weir.streams.rollup.Rollup;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/** Tells which views can be rolled up where their stream is read, in a session that isn't the job's. */
public final class Recognition {

    private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private final Surroundings surroundings;
    private final Session session;

    /** The views as they are written are defined in it. */
    public interface Session {

        /** The columns of a query. */
        ResolvedSchema schema(String query);

        void rollUp(RollupTable table);
    }

    public Recognition(Surroundings surroundings, Session session) {
        this.surroundings = surroundings;
        this.session = session;
    }

    /** Whether a CREATE VIEW has a window. */
    public static boolean hasWindow(SqlStatement view) {
        List<SqlToken> tokens = SqlToken.scan(view.text());
        for (int i = 0; i + 1 < tokens.size(); i++) {
            SqlToken word = tokens.get(i);
            if (tokens.get(i + 1).is("(") && WINDOWS.stream().anyMatch(word::is)) {
                return true;
            }
        }
        return false;
    }

    /** The view as what it is if nothing is rolled up. */
    public static PlainSql plain(SqlStatement view, String reason) {
        return PlainSql.of(view, Refusal.of(reason));
    }

    /** @param view has a window, and the planner takes it */
    public WindowView recognise(SqlStatement view) {
        try {
            return rolledUp(view);
        } catch (Refusal e) {
            return PlainSql.of(view, e);
        } catch (ValidationException | TableException | SqlParserException e) {
            return plain(view, "Flink can't plan a query of it: " + e.getMessage());
        }
    }

    private RolledUp rolledUp(SqlStatement view) throws Refusal {
        WindowQuery query = WindowQuery.of(view, surroundings);
        ResolvedSchema plain = session.schema(
                "SELECT * FROM " + RewrittenView.quoted(query.spec().name()));
        LogicalType time = types(session.schema("SELECT "
                        + RewrittenView.quoted(
                                surroundings.timeColumn(query.stream()).orElseThrow()) + " FROM "
                        + RewrittenView.quoted(query.stream().name())))
                .get(0);
        List<LogicalType> aggregates =
                query.spec().aggregates().isEmpty() ? List.of() : types(session.schema(query.aggregateText()));
        RollupTable table = new RollupTable(query.stream(), query.spec(), aggregates, time);
        refuseOthers(table);
        session.rollUp(table);
        RewrittenView rewritten = new RewrittenView(query, table);
        refuseOthers(plain, rewritten);
        List<String> revised = new ArrayList<>(plain.getColumnNames());
        revised.add(RollupTable.REVISION);
        return new RolledUp(
                view,
                table,
                RewrittenView.createView(query.spec().name(), plain.getColumnNames(), rewritten.rows()),
                query.isMerged()
                        ? null
                        : RewrittenView.createView(query.spec().name() + "$all", revised, rewritten.revisions()),
                query.windows());
    }

    /** What a source computes is of the types that SQL says. */
    private static void refuseOthers(RollupTable table) throws Refusal {
        FieldType.Struct fields = table.stream().schema().fields();
        List<String> columns =
                fields.fields().stream().map(FieldType.Field::name).toList();
        List<LogicalType> computed;
        try {
            computed = Rollup.of(table.spec(), fields, columns).rowType().getChildren();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(String.valueOf(e.getMessage()));
        }
        int before = table.spec().groups().size() + RollupTable.WINDOW_COLUMNS;
        for (int i = 0; i < table.aggregates().size(); i++) {
            LogicalType type = table.aggregates().get(i).copy(true);
            if (!computed.get(before + i).copy(true).equals(type)) {
                throw Refusal.of(table.spec().aggregates().get(i).function() + " would be of type "
                        + computed.get(before + i).asSummaryString() + " instead of " + type.asSummaryString());
            }
        }
    }

    /** Whoever uses the view must not see that it was rolled up. */
    private void refuseOthers(ResolvedSchema plain, RewrittenView rewritten) throws Refusal {
        ResolvedSchema rolledUp;
        try {
            rolledUp = session.schema(rewritten.rows());
            if (!rewritten.query().isMerged()) {
                session.schema(rewritten.revisions());
            }
        } catch (ValidationException | TableException | SqlParserException e) {
            throw Refusal.of("what it computes of its aggregates can't be computed apart from them");
        }
        List<LogicalType> expected = types(plain);
        List<LogicalType> found = types(rolledUp);
        for (int i = 0; i < expected.size(); i++) {
            if (found.size() != expected.size() || !found.get(i).equals(expected.get(i))) {
                throw Refusal.of("its column '" + plain.getColumnNames().get(i) + "' would not be of the type "
                        + expected.get(i).asSummaryString());
            }
        }
    }

    private static List<LogicalType> types(ResolvedSchema schema) {
        return schema.getColumnDataTypes().stream()
                .map(DataType::getLogicalType)
                .toList();
    }
}
