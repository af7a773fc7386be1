package dev.weir.pipeline.project;

import dev.weir.pipeline.project.AccountConfig.By;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a stream of windows follow from, so that the audit can recompute them from what was known.
 *
 * @param rows the stream
 * @param start its column with the window's begin
 * @param end its column with the window's end
 * @param events null if no column is of events
 * @param logs in the order of the file
 */
public record FeatureConfig(
        At<String> rows,
        At<String> start,
        At<String> end,
        @Nullable Events events,
        List<Log> logs) {

    public FeatureConfig {
        logs = List.copyOf(logs);
    }

    /**
     * Columns that are aggregates of the window's events.
     *
     * @param late whether late events count, too, as in the table {@code x$all}
     */
    public record Events(At<String> of, boolean late, List<By> by, List<Value> values) {

        public Events {
            by = List.copyOf(by);
            values = List.copyOf(values);
        }
    }

    /**
     * Columns that say what a log has as of the window's end.
     *
     * @param time column of the log, since when an entry holds
     * @param group column of the log that its entries are grouped by; null if they aren't
     * @param countedFor null if entries aren't counted
     * @param knownAt column of the rows that says when what they say of the log was known; null if there is none
     */
    public record Log(
            At<String> of,
            List<By> by,
            At<String> time,
            @Nullable At<String> group,
            @Nullable Duration countedFor,
            @Nullable At<String> knownAt,
            List<Value> values) {

        public Log {
            by = List.copyOf(by);
            values = List.copyOf(values);
        }
    }

    /**
     * A column of the rows.
     *
     * @param formula what it must be
     */
    public record Value(String column, At<String> formula) {}
}
