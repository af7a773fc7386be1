package dev.weir.cli.bench;

import java.util.OptionalLong;

/**
 * Looks for the highest rate that is held: doubles until one isn't, then halves the way between, to within a tenth. If the
 * first one isn't held, it is tried once more, as all that runs is cold then; if it still isn't held, the search goes down. Not thread-safe.
 */
public final class RateSearch {

    private static final double CLOSE_ENOUGH = 1.1;
    private static final long LEAST = 10;

    private final long from;
    private final long most;
    private long held;
    private long notHeld = Long.MAX_VALUE;
    private boolean ended;
    private boolean warm;

    /**
     * @param from the first rate, in events per second; at least 1
     * @param most none above it is tried
     */
    public RateSearch(long from, long most) {
        this.from = Math.min(from, most);
        this.most = most;
    }

    /** The rate to try; empty at the end of the search. */
    public OptionalLong next() {
        if (ended || held == most) {
            return OptionalLong.empty();
        }
        if (notHeld == Long.MAX_VALUE) {
            return OptionalLong.of(held == 0 ? from : Math.min(most, held * 2));
        }
        if (held == 0) {
            long half = notHeld / 2;
            return half < LEAST ? OptionalLong.empty() : OptionalLong.of(half);
        }
        if (notHeld <= held * CLOSE_ENOUGH) {
            return OptionalLong.empty();
        }
        long between = rounded(Math.sqrt((double) held * notHeld));
        return between <= held || between >= notHeld ? OptionalLong.empty() : OptionalLong.of(between);
    }

    /** What became of the rate that was tried. */
    public void tried(long rate, boolean wasHeld) {
        boolean again = !warm && !wasHeld;
        warm = true;
        if (again) {
            return;
        }
        if (wasHeld) {
            held = Math.max(held, rate);
        } else {
            notHeld = Math.min(notHeld, rate);
        }
    }

    /** No further rate is to be tried. */
    public void end() {
        ended = true;
    }

    /** The highest rate that was held; 0 if none was. */
    public long held() {
        return held;
    }

    /** The lowest rate that wasn't held; empty if all were. */
    public OptionalLong notHeld() {
        return notHeld == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(notHeld);
    }

    /** To three digits, which is more than is measured. */
    private static long rounded(double rate) {
        double unit = Math.pow(10, Math.floor(Math.log10(rate)) - 2);
        return Math.round(Math.round(rate / Math.max(1, unit)) * Math.max(1, unit));
    }
}
