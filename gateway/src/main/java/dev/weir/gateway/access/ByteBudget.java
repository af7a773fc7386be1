package dev.weir.gateway.access;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes that came in may be on their way at once. Safe to share between threads. */
public final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** @return false, and nothing is taken, if there isn't as much left */
    public boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }
}
