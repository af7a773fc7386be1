package dev.weir.pipeline.project;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must add up: events of a stream that the pipeline reads, and rows of one that it writes.
 *
 * @param name unique in its project
 * @param events what goes in: on-time events of a stream
 * @param late whether its late ones count, too, as in its table {@code x$all}
 * @param rows what comes out
 * @param by what both are compared by, group by group; empty to compare them as a whole
 * @param window the tumbling windows that rows are of; null if they are of none
 */
public record AccountConfig(
        String name,
        Side events,
        boolean late,
        Side rows,
        List<By> by,
        @Nullable Window window) {

    public AccountConfig {
        by = List.copyOf(by);
    }

    /**
     * One side of the account.
     *
     * @param where a CEL expression, true of what counts; null if all does
     * @param sum the column that is added up; null if each counts 1
     */
    public record Side(
            At<String> of,
            @Nullable At<String> where,
            @Nullable At<String> sum) {}

    /**
     * Columns with the same values.
     *
     * @param row the one of the rows
     * @param event the one of the events
     */
    public record By(At<String> row, At<String> event) {}

    /**
     * Windows of event time, aligned to the epoch.
     *
     * @param column of the rows, with the window's start
     * @param size at least a millisecond
     * @param early whether a window has a row from its first event on; otherwise it gets one when it closes
     */
    public record Window(At<String> column, Duration size, boolean early) {}
}
