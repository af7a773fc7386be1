package dev.weir.lake;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which records of a stream some rows are: of each Kafka partition the offsets {@code [from, to)}, from the first row's to
 * that after the last's, and how many rows that is. Between them are records that are no rows, and ends of transactions.
 */
record Ranges(SortedMap<Integer, Range> byPartition) {

    static final Ranges NONE = new Ranges(new TreeMap<>());

    private static final String SEPARATOR = " ";
    private static final Pattern WORD = Pattern.compile("(\\d+):(\\d+)-(\\d+)/(\\d+)");

    /** Of one partition. */
    record Range(long from, long to, long rows) {

        Range {
            if (from < 0 || to <= from || rows <= 0) {
                throw new IllegalArgumentException("[" + from + ", " + to + ") with " + rows + " rows is no range");
            }
        }

        private Range with(Range other) {
            return new Range(Math.min(from, other.from), Math.max(to, other.to), rows + other.rows);
        }
    }

    Ranges {
        byPartition = Collections.unmodifiableSortedMap(new TreeMap<>(byPartition));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it didn't
     */
    static Ranges parse(String text) {
        SortedMap<Integer, Range> ranges = new TreeMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(SEPARATOR, -1)) {
            Matcher matcher = WORD.matcher(word);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' are no ranges of offsets");
            }
            ranges.put(
                    Integer.parseInt(matcher.group(1)),
                    new Range(
                            Long.parseLong(matcher.group(2)),
                            Long.parseLong(matcher.group(3)),
                            Long.parseLong(matcher.group(4))));
        }
        return new Ranges(ranges);
    }

    /** {@code partition:from-to/rows}, separated by spaces, in the partitions' order. */
    String text() {
        return byPartition.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().from() + "-"
                        + entry.getValue().to() + "/" + entry.getValue().rows())
                .collect(Collectors.joining(SEPARATOR));
    }

    boolean isEmpty() {
        return byPartition.isEmpty();
    }

    /** The offset after the last row's; 0 if there is none. */
    long to(int partition) {
        Range range = byPartition.get(partition);
        return range == null ? 0 : range.to();
    }

    long rows() {
        return byPartition.values().stream().mapToLong(Range::rows).sum();
    }

    /** The rows of both. */
    Ranges and(Ranges other) {
        SortedMap<Integer, Range> both = new TreeMap<>(byPartition);
        other.byPartition.forEach((partition, range) -> both.merge(partition, range, Range::with));
        return new Ranges(both);
    }

    /** Whether all rows of the other are before the ends of these. */
    boolean reachBeyond(Ranges other) {
        return other.byPartition.entrySet().stream()
                .allMatch(entry -> entry.getValue().to() <= to(entry.getKey()));
    }

    /** Whether all rows of the other are behind the ends of these. */
    boolean endBefore(Ranges other) {
        return other.byPartition.entrySet().stream()
                .allMatch(entry -> entry.getValue().from() >= to(entry.getKey()));
    }
}
