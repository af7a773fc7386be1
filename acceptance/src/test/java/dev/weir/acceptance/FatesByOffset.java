package dev.weir.acceptance;

import dev.weir.operate.fate.Fate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** Which fate each offset of each partition has. Offsets are below 2^31; those of events on time are only counted. */
final class FatesByOffset {

    private static final int MOST_EXAMPLES = 20;

    private final Map<Integer, Map<Fate, RoaringBitmap>> offsets = new TreeMap<>();
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);

    void add(int partition, Fate fate, long offset) {
        if (fate == Fate.ON_TIME) {
            addOnTime(1);
        } else {
            RoaringBitmap of = of(partition, fate);
            of.add(Math.toIntExact(offset));
            counts.merge(fate, 1L, Long::sum);
        }
    }

    void addOnTime(long events) {
        counts.merge(Fate.ON_TIME, events, Long::sum);
    }

    long count(Fate fate) {
        return counts.getOrDefault(fate, 0L);
    }

    Fate at(int partition, long offset) {
        for (Fate fate : List.of(Fate.LATE, Fate.DUPLICATE, Fate.DEAD)) {
            if (of(partition, fate).contains(Math.toIntExact(offset))) {
                return fate;
            }
        }
        return Fate.ON_TIME;
    }

    private RoaringBitmap of(int partition, Fate fate) {
        return offsets.computeIfAbsent(partition, unused -> new EnumMap<>(Fate.class))
                .computeIfAbsent(fate, unused -> new RoaringBitmap());
    }

    /** Where the two differ, each with its place; empty if nowhere. */
    List<String> differences(FatesByOffset other) {
        List<String> differences = new ArrayList<>();
        TreeSet<Integer> partitions = new TreeSet<>(offsets.keySet());
        partitions.addAll(other.offsets.keySet());
        for (int partition : partitions) {
            for (Fate fate : Fate.values()) {
                RoaringBitmap differing = RoaringBitmap.xor(of(partition, fate), other.of(partition, fate));
                if (!differing.isEmpty()) {
                    differences.add(partition + ": " + differing.getCardinality() + " differ in " + fate + ", first at "
                            + List.of(differing.stream()
                                    .limit(MOST_EXAMPLES)
                                    .boxed()
                                    .toArray()));
                }
            }
        }
        if (count(Fate.ON_TIME) != other.count(Fate.ON_TIME)) {
            differences.add("on time " + count(Fate.ON_TIME) + " and " + other.count(Fate.ON_TIME));
        }
        return differences;
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
