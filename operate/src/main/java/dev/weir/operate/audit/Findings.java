package dev.weir.operate.audit;

import dev.weir.operate.audit.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found in one stream: the first of each kind in each partition, and how many there are in all. */
public final class Findings {

    /** How many of one kind in one partition are listed. */
    public static final int LISTED = 20;

    private final List<Finding> listed = new ArrayList<>();
    private final Map<Integer, Map<Kind, Long>> totals = new TreeMap<>();
    private long total;

    public void add(Finding finding) {
        total++;
        long same = totals.computeIfAbsent(finding.partition(), unused -> new EnumMap<>(Kind.class))
                .merge(finding.kind(), 1L, Long::sum);
        if (same <= LISTED) {
            listed.add(finding);
        }
    }

    public List<Finding> listed() {
        return List.copyOf(listed);
    }

    /** Those that are listed and those that aren't. */
    public long total() {
        return total;
    }

    /** How many of this kind this partition has. */
    public long total(int partition, Kind kind) {
        return totals.getOrDefault(partition, Map.of()).getOrDefault(kind, 0L);
    }
}
