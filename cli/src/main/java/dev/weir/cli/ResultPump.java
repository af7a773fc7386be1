package dev.weir.cli;

import dev.weir.cli.sql.ResultPrinter;
import dev.weir.pipeline.query.QueryFailedException;
import dev.weir.pipeline.query.RunningQuery;
import dev.weir.pipeline.sql.QueryEnd;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.flink.types.Row;

/** Hands what a query brings to a printer as it comes. */
final class ResultPump {

    static final Duration POLL = Duration.ofMillis(50);

    private ResultPump() {}

    /**
     * Ends with the query; a query that only adds rows also ends with its {@code LIMIT}.
     *
     * @return how many rows came
     */
    static long run(RunningQuery query, QueryEnd end, ResultPrinter printer, BooleanSupplier enough)
            throws QueryFailedException, InterruptedException {
        long limit = query.appendOnly() ? end.limit().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        long count = 0;
        while (!query.ended() && count < limit && !enough.getAsBoolean()) {
            List<Row> rows = query.poll(POLL);
            if (rows.isEmpty()) {
                printer.flush();
            } else {
                List<Row> wanted = rows.subList(0, (int) Math.min(rows.size(), limit - count));
                printer.add(wanted);
                count += wanted.size();
            }
        }
        printer.end();
        return count;
    }
}
