package dev.weir.streams.rollup;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a roll-up computes of a stream: aggregates of each group in each window of event time.
 *
 * @param name of the view that says so, unique in its job
 * @param groups the columns whose values make a group; the stream's key is among them
 * @param where of which events; null for all
 * @param correctMillis how long after its window's end a late event still corrects it; 0 for never
 */
public record RollupSpec(
        String name,
        Windows windows,
        List<String> groups,
        @Nullable Expression where,
        List<Aggregate> aggregates,
        long correctMillis)
        implements Serializable {

    public RollupSpec {
        groups = List.copyOf(groups);
        aggregates = List.copyOf(aggregates);
    }

    /** The columns that it is computed of. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(groups);
        Stream.concat(
                        Stream.ofNullable(where),
                        aggregates.stream()
                                .flatMap(aggregate -> Stream.concat(
                                        Stream.ofNullable(aggregate.argument()),
                                        Stream.ofNullable(aggregate.filter()))))
                .flatMap(Expression::columns)
                .forEach(columns::add);
        return columns;
    }

    /** Which windows an event is in, as SQL's window functions of the same name. */
    public enum Shape {
        TUMBLE,
        HOP,
        CUMULATE
    }

    /**
     * @param sizeMillis how long a window is; of CUMULATE the longest
     * @param stepMillis from a window's begin to the next one's (HOP) or end to end (CUMULATE); the size itself for TUMBLE. It divides the size
     * @param offsetMillis by how much windows begin after 1970-01-01T00:00:00Z and its multiples
     */
    public record Windows(Shape shape, long sizeMillis, long stepMillis, long offsetMillis) implements Serializable {}

    /** Names as in SQL; STDDEV_POP and the like by Flink's definitions. */
    public enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX,
        STDDEV_POP,
        STDDEV_SAMP,
        VAR_POP,
        VAR_SAMP,
        /** Of the events in the order of the log, nulls left out. */
        FIRST_VALUE,
        LAST_VALUE
    }

    /**
     * @param argument null for {@code COUNT(*)}
     * @param filter which events count, as SQL's FILTER; null for all
     */
    public record Aggregate(
            Function function,
            @Nullable Expression argument,
            @Nullable Expression filter) implements Serializable {}
}
