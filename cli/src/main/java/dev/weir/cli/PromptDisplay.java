package dev.weir.cli;

import dev.weir.cli.sql.GridPrinter;
import dev.weir.cli.sql.JsonPrinter;
import dev.weir.cli.sql.LiveTable;
import dev.weir.cli.sql.ResultPrinter;
import dev.weir.cli.sql.RowOrder;
import dev.weir.pipeline.query.QueryFailedException;
import dev.weir.pipeline.query.RunningQuery;
import dev.weir.pipeline.sql.QueryEnd;
import dev.weir.pipeline.sql.SqlStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.flink.types.Row;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** Answers on a terminal: results that change are painted over themselves, and q or Ctrl-C ends them. */
final class PromptDisplay implements SqlDisplay {

    private static final String ENDING_KEYS = "qQ\u0003\u0004";

    private final Terminal terminal;
    private final OutputFormat output;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    PromptDisplay(Terminal terminal, OutputFormat output) {
        this.terminal = terminal;
        this.output = output;
    }

    /** Forgets a Ctrl-C that came before; from here on it ends what is shown. */
    void listen() {
        interrupted.set(false);
        terminal.handle(Terminal.Signal.INT, signal -> interrupted.set(true));
    }

    @Override
    public void note(String line) {
        print(line);
    }

    private void print(String line) {
        terminal.writer().println(line);
        terminal.writer().flush();
    }

    @Override
    public void text(String column, String text) {
        print(text);
    }

    @Override
    public void rows(List<String> columns, List<Row> rows) {
        ResultPrinter printer = printer(columns, false);
        printer.add(rows);
        printer.end();
    }

    private ResultPrinter printer(List<String> columns, boolean kinds) {
        return switch (output) {
            case TABLE -> new GridPrinter(columns, kinds, this::print);
            case JSON -> new JsonPrinter(columns, kinds, this::print);
        };
    }

    @Override
    public void result(SqlStatement statement, RunningQuery query) throws QueryFailedException, InterruptedException {
        QueryEnd end = QueryEnd.of(statement);
        Attributes before = terminal.enterRawMode();
        BooleanSupplier enough = () -> interrupted.get() || endingKey();
        try {
            boolean paints = output == OutputFormat.TABLE && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
            if (query.appendOnly() || !paints) {
                long start = System.nanoTime();
                long rows = ResultPump.run(query, end, printer(query.columns(), !query.appendOnly()), enough);
                print(rows
                        + (rows == 1 ? " row, " : " rows, ")
                        + Amounts.time(Duration.ofNanos(System.nanoTime() - start)));
            } else {
                paint(query, end, enough);
            }
        } finally {
            terminal.setAttributes(before);
        }
    }

    private void paint(RunningQuery query, QueryEnd end, BooleanSupplier enough)
            throws QueryFailedException, InterruptedException {
        LiveTable table = new LiveTable(terminal, query.columns(), RowOrder.of(end, query.columns()));
        while (!query.ended() && !enough.getAsBoolean()) {
            table.add(query.poll(ResultPump.POLL));
        }
        table.end();
    }

    private boolean endingKey() {
        try {
            int key = terminal.reader().read(1);
            return key >= 0 && ENDING_KEYS.indexOf(key) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("The terminal can't be read", e);
        }
    }
}
