package dev.weir.operate.audit;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Late events of one partition that correct windows. A corrected window is written when time has passed the next full second, so
 * that of the last late events nothing need be written as long as time stands still.
 */
final class Corrections {

    private static final long WRITTEN_WITHIN_MILLIS = 1_000;

    /** @param newest the partition's newest event time when the event came */
    private record Late(long newest, Tally tally, BigDecimal amount) {}

    private final Queue<Late> waiting = new ArrayDeque<>();
    private long newest = Long.MIN_VALUE;

    void late(Tally tally, BigDecimal amount) {
        if (newest == Long.MIN_VALUE) {
            tally.late(amount);
        } else {
            waiting.add(new Late(newest, tally, amount));
        }
    }

    /** An event or a heartbeat was read, in the order of the log. */
    void pass(long time) {
        newest = Math.max(newest, time);
        for (Late oldest = waiting.peek();
                oldest != null && newest - oldest.newest() >= WRITTEN_WITHIN_MILLIS;
                oldest = waiting.peek()) {
            waiting.remove();
            oldest.tally().late(oldest.amount());
        }
    }

    /** Nothing more was read: what still waits may be in the rows or not. */
    void end() {
        waiting.forEach(late -> late.tally().meanwhile(late.amount()));
        waiting.clear();
    }
}
