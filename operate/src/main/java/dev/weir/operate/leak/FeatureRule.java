package dev.weir.operate.leak;

import dev.weir.contract.StreamContract;
import dev.weir.contract.feature.Aggregate;
import dev.weir.contract.feature.LogFeature;
import dev.weir.operate.audit.Account.By;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of each row of a stream of windows must follow from. Its streams and columns are checked.
 *
 * @param start column with the window's begin
 * @param end column with its end, which isn't in it
 * @param events null if no column is of events
 */
public record FeatureRule(
        StreamContract rows,
        String start,
        String end,
        @Nullable EventPart events,
        List<LogPart> logs) {

    public FeatureRule {
        logs = List.copyOf(logs);
    }

    /**
     * Columns that follow from the window's events, of which those of one group are in one partition.
     *
     * @param late whether late events are in it, too
     * @param by by which events and rows belong together
     */
    public record EventPart(StreamContract of, boolean late, List<By> by, Map<String, Aggregate> values) {

        public EventPart {
            Objects.requireNonNull(of.time());
            by = List.copyOf(by);
            values = new LinkedHashMap<>(values);
        }
    }

    /**
     * Columns that follow from a log as of the window's end.
     *
     * @param by by which entries and rows belong together
     * @param time column of the log, since when an entry holds
     * @param group column of the log; null if it has no groups
     * @param countedFor how long before the window's end entries are counted; null if none are
     * @param knownAt column of the rows that says when the newest of it was known; null if there is none
     */
    public record LogPart(
            StreamContract of,
            List<By> by,
            String time,
            @Nullable String group,
            @Nullable Duration countedFor,
            @Nullable String knownAt,
            Map<String, LogFeature> values) {

        public LogPart {
            by = List.copyOf(by);
            values = new LinkedHashMap<>(values);
        }
    }
}
