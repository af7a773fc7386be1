package dev.weir.operate.fate;

import org.jspecify.annotations.Nullable;

/**
 * The fate of one record, and what the ledger counts of it.
 *
 * @param reason why it is late or dead, in the words of docs/fates.md or of {@code RejectCode}; empty otherwise
 * @param time its event time in milliseconds since 1970-01-01T00:00:00Z; null for what is dead or a tombstone
 * @param misplaced whether it is in another partition than its key's
 * @param reset whether its producer has started again
 * @param gaveUp whether a missing range was given up
 */
public record Verdict(Fate fate, String reason, @Nullable Long time, boolean misplaced, boolean reset, boolean gaveUp) {

    static Verdict dead(String reason, boolean misplaced) {
        return new Verdict(Fate.DEAD, reason, null, misplaced, false, false);
    }

    static Verdict onTime(@Nullable Long time, boolean misplaced) {
        return new Verdict(Fate.ON_TIME, "", time, misplaced, false, false);
    }
}
