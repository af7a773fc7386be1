package dev.weir.simulate;

import java.util.concurrent.atomic.LongAdder;

/** Counted by many threads. */
final class SentCounts {

    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder again = new LongAdder();

    void acknowledged(long count) {
        acknowledged.add(count);
    }

    void refused(long count) {
        refused.add(count);
    }

    void again(long count) {
        again.add(count);
    }

    Sent sent() {
        return new Sent(acknowledged.sum(), refused.sum(), again.sum());
    }
}
