package dev.weir.operate.leak;

import dev.weir.operate.audit.Findings;
import java.util.List;

/**
 * Whether rows of features use only what was known when they were given.
 *
 * @param stream of the rows
 * @param place where they were read
 * @param rows how many were looked at
 * @param recomputed the columns that were, in the rule's order
 * @param notRecomputable what couldn't be, and why
 */
public record LeakReport(
        String stream,
        String place,
        long rows,
        List<String> recomputed,
        List<String> notRecomputable,
        Findings findings) {

    public LeakReport {
        recomputed = List.copyOf(recomputed);
        notRecomputable = List.copyOf(notRecomputable);
    }

    /** Whether nothing is wrong, as far as it could be recomputed. */
    public boolean passed() {
        return findings.total() == 0;
    }
}
