package dev.weir.benchmarks.latency;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * Payments by number: whose each is and how much, and, as a plain loop, which of them set off an alert: those with which
 * the newest ten of their card add up to more than {@link #LIMIT}.
 */
final class Payments {

    static final int NEWEST = 10;
    static final int LIMIT = 6_000;
    private static final int MOST = 1_000;

    private final LatencySettings settings;

    Payments(LatencySettings settings) {
        this.settings = settings;
    }

    int card(int payment) {
        return (int) Long.remainderUnsigned(mixed(payment), settings.cards());
    }

    int amount(int payment) {
        return (int) Long.remainderUnsigned(mixed(payment) >>> 20, MOST) + 1;
    }

    /** SplitMix64's finalizer. */
    private static long mixed(int payment) {
        long z = (payment + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }

    /** The numbers of the payments that set off an alert. */
    BitSet alerts() {
        BitSet alerts = new BitSet(settings.payments());
        int[] sums = new int[settings.cards()];
        Deque<Integer>[] newest = queues(settings.cards());
        for (int payment = 0; payment < settings.payments(); payment++) {
            int card = card(payment);
            newest[card].add(amount(payment));
            sums[card] += amount(payment);
            if (newest[card].size() > NEWEST) {
                sums[card] -= newest[card].remove();
            }
            alerts.set(payment, sums[card] > LIMIT);
        }
        return alerts;
    }

    @SuppressWarnings("unchecked")
    private static Deque<Integer>[] queues(int count) {
        return IntStream.range(0, count)
                .mapToObj(unused -> new ArrayDeque<Integer>())
                .toArray(Deque[]::new);
    }
}
