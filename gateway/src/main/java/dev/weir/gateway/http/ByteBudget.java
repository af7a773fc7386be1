package dev.weir.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies may be on their way at once. Safe to share between threads. */
final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** @return false, and nothing is taken, if there isn't as much left */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
