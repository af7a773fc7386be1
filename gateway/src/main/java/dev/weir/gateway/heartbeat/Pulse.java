package dev.weir.gateway.heartbeat;

import dev.weir.contract.EventTime;
import dev.weir.contract.StreamContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the time of one stream is, and which of its partitions are silent. Knows no clock: nanoseconds are {@link
 * System#nanoTime}'s, milliseconds since 1970-01-01T00:00:00Z. Safe to share between threads.
 */
final class Pulse {

    /** Heartbeats that are due: they say this time, in these partitions. */
    record Beat(long time, List<Integer> partitions) {}

    /**
     * The newest event.
     *
     * @param at when it was stored
     * @param live whether its time was the clock's then
     */
    private record Newest(long time, long at, boolean live) {}

    private static final long SHORTEST_SILENCE = Duration.ofSeconds(1).toMillis();
    private static final long LONGEST_SILENCE = Duration.ofMinutes(1).toMillis();
    private static final int SHARE = 10;

    private final StreamContract contract;
    private final long ahead;
    private final long silence;
    /** When this gateway last wrote into each partition. */
    private final long[] written;

    private final BitSet waiting = new BitSet();
    private @Nullable Newest newest;
    /** The newest as {@link #next} found it last. */
    private @Nullable Newest settled;

    private long stored;
    private boolean refused;

    /** @param contract with a time */
    Pulse(StreamContract contract, long nanos) {
        this.contract = contract;
        EventTime time = Objects.requireNonNull(contract.time());
        ahead = time.ahead().toMillis();
        silence = time.disorder().toMillis() / SHARE;
        written = new long[contract.partitions()];
        Arrays.fill(written, nanos);
        stored = nanos;
    }

    StreamContract contract() {
        return contract;
    }

    /** An event is stored. */
    synchronized void stored(int partition, long time, long nanos, long millis) {
        stored = nanos;
        if (partition < written.length) {
            written[partition] = nanos;
        }
        // What is dated further ahead is dead to everybody.
        if ((newest == null || time > newest.time) && time <= millis + ahead) {
            newest = new Newest(time, nanos, time >= millis - ahead);
        }
    }

    /**
     * An event may not be stored. Time stands still until the next one that is: who sends it again must not be late for
     * it.
     */
    synchronized void failed() {
        newest = null;
        settled = null;
    }

    /** Kafka takes no heartbeats of this stream. Returns whether that is news. */
    synchronized boolean refused() {
        boolean news = !refused;
        refused = true;
        return news;
    }

    /** The heartbeat of this partition is stored or never will be. */
    synchronized void ended(int partition) {
        waiting.clear(partition);
    }

    /**
     * What is due now: those partitions count as written, and get no other heartbeat before {@link #ended}.
     *
     * <p>Time is that of the newest event which the call before knew, so that the rest of what was sent together with it
     * is on its way by now; from then on it goes with the clock.
     *
     * @param most how many partitions at most
     * @return null if nothing is due
     */
    synchronized @Nullable Beat next(long nanos, long millis, int most) {
        Newest from = settled;
        settled = newest;
        if (from == null || !from.live || refused) {
            return null;
        }
        // The longer a whole stream is quiet, the less often.
        long wanted = Math.max(silence, Duration.ofNanos(nanos - stored).toMillis() / SHARE);
        long longest = Math.min(LONGEST_SILENCE, Math.max(SHORTEST_SILENCE, wanted));
        long due = nanos - Duration.ofMillis(longest).toNanos();
        List<Integer> partitions = new ArrayList<>();
        for (int partition = 0; partition < written.length && partitions.size() < most; partition++) {
            if (written[partition] - due <= 0 && !waiting.get(partition)) {
                written[partition] = nanos;
                waiting.set(partition);
                partitions.add(partition);
            }
        }
        long passed = Duration.ofNanos(nanos - from.at).toMillis();
        return partitions.isEmpty() ? null : new Beat(Math.min(from.time + passed, millis), partitions);
    }
}
