package dev.weir.benchmarks.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of one way.
 *
 * @param round runs of one round are compared with each other
 * @param nanos the latencies of all alerts that count, ascending
 * @param problems why it doesn't count; empty if it does
 */
record LatencyRun(LatencyWay way, int round, long[] nanos, List<String> problems) {

    LatencyRun {
        problems = List.copyOf(problems);
    }

    boolean counts() {
        return problems.isEmpty() && nanos.length > 0;
    }

    LatencyRun and(List<String> others) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(others);
        return new LatencyRun(way, round, nanos, all);
    }

    /** In milliseconds; a share of 1 is the longest. */
    double millis(double share) {
        return nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
    }
}
