package dev.weir.cli;

import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.query.CreatedStream;
import dev.weir.pipeline.query.Queries;
import dev.weir.pipeline.query.RunningQuery;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Carries out statements and shows what they answer. */
final class SqlRunner {

    private final Queries queries;
    private final SqlDisplay display;

    SqlRunner(Queries queries, SqlDisplay display) {
        this.queries = queries;
        this.display = display;
    }

    /** One after another; what one throws ends it. */
    void run(List<SqlStatement> script) throws Exception {
        for (SqlStatement statement : script) {
            run(statement);
        }
    }

    void run(SqlStatement statement) throws Exception {
        switch (statement.kind()) {
            case QUERY -> {
                try (RunningQuery query = queries.query(statement)) {
                    display.result(statement, query);
                }
            }
            case SHOW_STREAMS -> showStreams();
            case DESCRIBE -> describe(statement);
            case SHOW -> show(statement);
            case EXPLAIN -> {
                for (Row row : collected(queries.answer(statement))) {
                    display.text("plan", String.valueOf(row.getField(0)));
                }
            }
            case CREATE_TABLE -> create(statement);
            case CREATE_VIEW, CREATE_FUNCTION -> {
                queries.define(statement);
                display.note("'" + statement.target() + "' is there until this command ends.");
            }
            case SET -> {
                queries.define(statement);
                display.note("'" + statement.target() + "' is set until this command ends.");
            }
            case DROP_VIEW -> {
                queries.dropView(statement);
                display.note("View '" + statement.target() + "' is gone.");
            }
            case RESET -> {
                queries.reset(statement);
                display.note("'" + statement.target() + "' is as it was.");
            }
            case INSERT -> throw new IllegalArgumentException("An INSERT is refused when it is read");
        }
    }

    private void showStreams() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (StreamContract stream : queries.streams()) {
            EventTime time = stream.time();
            rows.add(Row.of(
                    stream.name(),
                    mode(stream.mode()),
                    stream.key().isEmpty() ? null : String.join(", ", stream.key()),
                    time == null ? null : time.field(),
                    stream.partitions()));
        }
        queries.views().forEach(view -> rows.add(Row.of(view, "view", null, null, null)));
        display.rows(List.of("stream", "mode", "key", "time", "partitions"), rows);
    }

    private static String mode(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private void describe(SqlStatement statement) throws Exception {
        String table = String.valueOf(statement.target());
        display.rows(
                List.of("column", "type", "null", "notes"),
                ColumnNotes.rows(queries.describe(statement, table), table, queries.streams()));
    }

    private void show(SqlStatement statement) throws Exception {
        TableResult answer = queries.answer(statement);
        if (statement.text().toUpperCase(Locale.ROOT).matches("(?s)SHOW\\s+CREATE\\s.*")) {
            for (Row row : collected(answer)) {
                display.text("statement", String.valueOf(row.getField(0)));
            }
        } else {
            display.rows(answer.getResolvedSchema().getColumnNames(), collected(answer));
        }
    }

    @SuppressWarnings("try") // Its close() may throw anything, as this method may.
    private static List<Row> collected(TableResult answer) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = answer.collect()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    private void create(SqlStatement statement) throws Exception {
        Optional<CreatedStream> created = queries.create(statement);
        display.note(created.map(stream -> "Stream '"
                        + stream.published().contract().name()
                        + "' is there: topic, schema " + stream.published().schemaId() + " and its contract "
                        + stream.file())
                .orElse("Stream '" + statement.target() + "' is there already, and just like this."));
    }
}
