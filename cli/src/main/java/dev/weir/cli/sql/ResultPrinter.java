package dev.weir.cli.sql;

import java.util.List;
import org.apache.flink.types.Row;

/** Writes a result line by line as it comes. Not thread-safe. */
public interface ResultPrinter {

    void add(List<Row> rows);

    /** Nothing has come for a moment: writes what was held back. */
    void flush();

    /** Nothing comes any more. */
    void end();
}
