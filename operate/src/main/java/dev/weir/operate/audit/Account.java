package dev.weir.operate.audit;

import dev.weir.contract.StreamContract;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must add up: events that a pipeline read, and rows that it wrote. Its streams, columns and conditions are checked.
 *
 * @param events what goes in: on-time events of this stream
 * @param late whether late events count, too
 * @param rows what comes out; of a stream that isn't of mode append, the newest of each key
 * @param by what both are compared by, group by group; empty to compare them as a whole
 * @param window the tumbling windows that rows are of; null if they are of none
 */
public record Account(
        String name,
        Side events,
        boolean late,
        Side rows,
        List<By> by,
        @Nullable Window window) {

    public Account {
        by = List.copyOf(by);
    }

    /**
     * One side of the account.
     *
     * @param of the stream
     * @param where a CEL expression, true of what counts; null if all does
     * @param sum an integer or decimal column that is added up, null counting 0; null if each counts 1
     */
    public record Side(
            StreamContract of,
            @Nullable String where,
            @Nullable String sum) {}

    /** A column of the rows that has the values of a column of the events. */
    public record By(String row, String event) {}

    /**
     * Windows of event time, aligned to the epoch.
     *
     * @param column of the rows, with the window's start
     * @param early whether a window has a row from its first event on; otherwise it gets one when it closes
     */
    public record Window(String column, Duration size, boolean early) {}
}
