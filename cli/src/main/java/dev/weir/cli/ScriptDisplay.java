package dev.weir.cli;

import dev.weir.cli.sql.ChangelogRows;
import dev.weir.cli.sql.GridPrinter;
import dev.weir.cli.sql.JsonPrinter;
import dev.weir.cli.sql.ResultPrinter;
import dev.weir.cli.sql.RowOrder;
import dev.weir.pipeline.query.QueryFailedException;
import dev.weir.pipeline.query.RunningQuery;
import dev.weir.pipeline.sql.QueryEnd;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.List;
import org.apache.flink.types.Row;

/** Answers as data on standard output, for people and programs alike. */
final class ScriptDisplay implements SqlDisplay {

    private static final int MOST_ROWS = 500_000;

    private final WeirCommand weir;
    private final boolean follow;

    ScriptDisplay(WeirCommand weir, boolean follow) {
        this.weir = weir;
        this.follow = follow;
    }

    @Override
    public void note(String line) {
        weir.console().progress(line);
    }

    @Override
    public void text(String column, String text) {
        switch (weir.output()) {
            case TABLE -> weir.console().data(text);
            case JSON -> rows(List.of(column), List.of(Row.of(text)));
        }
    }

    @Override
    public void rows(List<String> columns, List<Row> rows) {
        ResultPrinter printer = printer(columns, false);
        printer.add(rows);
        printer.end();
    }

    @Override
    public void result(SqlStatement statement, RunningQuery query) throws QueryFailedException, InterruptedException {
        QueryEnd end = QueryEnd.of(statement);
        if (query.appendOnly() || follow) {
            ResultPump.run(query, end, printer(query.columns(), !query.appendOnly()), () -> false);
            return;
        }
        ChangelogRows rows = new ChangelogRows();
        while (!query.ended()) {
            query.poll(ResultPump.POLL).forEach(rows::apply);
            if (rows.size() > MOST_ROWS) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "The result has more than " + MOST_ROWS + " rows that may still change. Narrow it with WHERE"
                                + " or LIMIT, or take each change as it comes with --follow.");
            }
        }
        rows(query.columns(), rows.all(RowOrder.of(end, query.columns())));
    }

    private ResultPrinter printer(List<String> columns, boolean kinds) {
        return switch (weir.output()) {
            case TABLE -> new GridPrinter(columns, kinds, weir.console()::data);
            case JSON -> new JsonPrinter(columns, kinds, weir.console()::data);
        };
    }
}
