package dev.weir.benchmarks.profile;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the Java machine did beside the program in a part of a recording: compile and collect garbage. Not thread-safe. */
final class VirtualMachine {

    private final Duration from;
    private final Duration to;
    private Duration compiledBefore = Duration.ZERO;
    private Duration compiled = Duration.ZERO;
    private Duration paused = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private int collections;

    /** @param from since the beginning of the recording, as {@code to} */
    VirtualMachine(Duration from, Duration to) {
        this.from = from;
        this.to = to;
    }

    /**
     * The compilers' counter, which says something once a second.
     *
     * @param at since the beginning of the recording, not before that of the call before
     * @param total time of all compilers since the process began
     */
    void compilers(Duration at, Duration total) {
        if (at.compareTo(from) < 0) {
            compiledBefore = total;
        }
        if (at.compareTo(to) < 0) {
            compiled = total;
        }
    }

    /**
     * A collection of garbage.
     *
     * @param pauses the sum of the times for which it held up the program
     * @param longestPause the longest of them
     */
    void collection(Duration at, Duration pauses, Duration longestPause) {
        if (at.compareTo(from) >= 0 && at.compareTo(to) < 0) {
            collections++;
            paused = paused.plus(pauses);
            longest = longest.compareTo(longestPause) < 0 ? longestPause : longest;
        }
    }

    List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "compilers: %.2f s",
                        compiled.minus(compiledBefore).toNanos() / 1e9),
                String.format(
                        Locale.ROOT,
                        "garbage collections: %d, paused for %.3f s in all, for %.3f s at most",
                        collections,
                        paused.toNanos() / 1e9,
                        longest.toNanos() / 1e9));
    }
}
