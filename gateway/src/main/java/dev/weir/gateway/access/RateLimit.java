package dev.weir.gateway.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets through so many events a second, with a second's worth at once after a pause; the generic cell rate algorithm (ITU-T
 * I.371) with requests that pay after they were let through. A request of any size passes when its turn comes, and those
 * after it wait for as long as it is worth. Safe to share between threads.
 */
final class RateLimit {

    private static final long BURST_NANOS = Duration.ofSeconds(1).toNanos();

    private final double nanosPerEvent;
    /** Up to when the events that came are worth. */
    private final AtomicLong paidUntil;

    /** @param now {@link System#nanoTime()}, as everywhere here */
    RateLimit(int eventsPerSecond, long now) {
        nanosPerEvent = 1e9 / eventsPerSecond;
        paidUntil = new AtomicLong(now);
    }

    /** How long to wait before the next request; zero if it may come now. */
    Duration delay(long now) {
        return Duration.ofNanos(Math.max(0, paidUntil.get() - now - BURST_NANOS));
    }

    void charge(int events, long now) {
        long cost = Math.round(events * nanosPerEvent);
        paidUntil.updateAndGet(paid -> (paid - now > 0 ? paid : now) + cost);
    }
}
