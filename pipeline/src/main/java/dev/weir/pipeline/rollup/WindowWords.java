package dev.weir.pipeline.rollup;

import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import dev.weir.streams.source.RollupTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A roll-up in a few words. */
public final class WindowWords {

    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", 86_400_000L);
        UNITS.put("h", 3_600_000L);
        UNITS.put("min", 60_000L);
        UNITS.put("s", 1_000L);
    }

    private WindowWords() {}

    public static String of(RollupTable table) {
        return of(table, table.spec().windows(), false);
    }

    /** @param windows of the view, where the roll-up's are merged */
    static String of(RollupTable table, Windows windows, boolean merged) {
        RollupSpec spec = table.spec();
        int aggregates = spec.aggregates().size();
        String groups = spec.groups().isEmpty() ? "" : " by " + String.join(", ", spec.groups());
        return "rolled up where " + table.stream().name() + " is read (" + windows(windows) + groups + ", " + aggregates
                + (aggregates == 1 ? " aggregate" : " aggregates") + (merged ? ", merged over partitions)" : ")");
    }

    private static String windows(Windows windows) {
        return windows.shape() + " " + duration(windows.sizeMillis())
                + (windows.shape() == Shape.TUMBLE ? "" : " every " + duration(windows.stepMillis()));
    }

    private static String duration(long millis) {
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (millis % unit.getValue() == 0) {
                return millis / unit.getValue() + " " + unit.getKey();
            }
        }
        return millis + " ms";
    }
}
