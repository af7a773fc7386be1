package dev.weir.benchmarks.asof;

import java.util.List;

/**
 * How the as-of join is measured.
 *
 * @param machines how many; each has a week of windows of ten minutes
 * @param entries how many a machine's log gets afterwards, each dated a day back
 * @param states Flink's state backends
 */
record AsOfSettings(int machines, int entries, int rounds, List<String> states) {

    /** A week of ten minutes. */
    static final int WINDOWS = 1_008;
    /** A day of them. */
    static final int TOUCHED = 144;

    AsOfSettings {
        if (machines < 2 || entries < 1 || rounds < 1) {
            throw new IllegalArgumentException("Machines are 2 at least, entries and rounds 1.");
        }
        states = List.copyOf(states);
    }

    long windows() {
        return (long) machines * WINDOWS;
    }

    long changes() {
        return (long) machines * entries;
    }
}
