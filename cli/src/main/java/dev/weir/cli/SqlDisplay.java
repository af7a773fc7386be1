package dev.weir.cli;

import dev.weir.pipeline.query.QueryFailedException;
import dev.weir.pipeline.query.RunningQuery;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.List;
import org.apache.flink.types.Row;

/** Where the answers to SQL statements go. */
interface SqlDisplay {

    /** What was done, for people. */
    void note(String line);

    /** Text that has lines of its own, such as a plan. */
    void text(String column, String text);

    /** Rows that are all there. */
    void rows(List<String> columns, List<Row> rows);

    /** What a query brings, until it ends or nobody wants to see more. */
    void result(SqlStatement statement, RunningQuery query) throws QueryFailedException, InterruptedException;
}
