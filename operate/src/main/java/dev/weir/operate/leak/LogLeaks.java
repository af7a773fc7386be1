package dev.weir.operate.leak;

import dev.weir.contract.feature.LogFeature;
import dev.weir.operate.audit.Account;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.leak.EntryLog.Change;
import dev.weir.operate.leak.EntryLog.Entry;
import dev.weir.operate.leak.FeatureRule.LogPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of rows that follow from a log as of the ends of their windows. A row must say what the entries before its end
 * were at some time at which the broker hadn't taken the row yet.
 */
final class LogLeaks {

    private final FeatureRule rule;
    private final LogPart part;
    private final EntryLog log;
    private final Findings findings;
    private final GroupKey ofRows;
    private final List<String> names;
    private final List<LogFeature> features;
    private final boolean[] times;
    private long unproved;

    LogLeaks(FeatureRule rule, LogPart part, EntryLog log, Findings findings) {
        this.rule = rule;
        this.part = part;
        this.log = log;
        this.findings = findings;
        ofRows = new GroupKey(
                rule.rows(), part.by().stream().map(Account.By::row).toList());
        names = List.copyOf(part.values().keySet());
        features = List.copyOf(part.values().values());
        times = new boolean[names.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = GroupKey.isTime(rule.rows(), names.get(i));
        }
    }

    List<String> columns() {
        return names;
    }

    /** Rows that differ where Kafka may have taken away what they follow from. */
    long unproved() {
        return unproved;
    }

    void row(LookedAt row, Map<String, @Nullable Object> columns) {
        Object knownAt = part.knownAt() == null ? null : columns.get(part.knownAt());
        if (knownAt != null && PlainValue.millis(knownAt) > row.known()) {
            leak(row, part.knownAt() + " is " + Instant.ofEpochMilli(PlainValue.millis(knownAt)));
            return;
        }
        Object[] found = IntStream.range(0, times.length)
                .mapToObj(i -> PlainValue.of(columns.get(names.get(i)), times[i]))
                .toArray();
        List<Change> changes = log.changes(ofRows.of(columns));
        int known = 0;
        while (known < changes.size() && changes.get(known).known() <= row.known()) {
            known++;
        }
        for (int until = known; until >= 0; until--) {
            if (difference(state(changes, until, row, row.end()), found) < 0) {
                return;
            }
        }
        explain(row, changes, known, found);
    }

    private LogState state(List<Change> changes, int until, LookedAt row, long before) {
        return LogState.of(changes.subList(0, until), before, row.end(), part.countedFor());
    }

    /** The place of the first feature that a row doesn't say; negative if it says all. */
    private int difference(LogState state, @Nullable Object[] found) {
        for (int i = 0; i < found.length; i++) {
            if (!state.says(features.get(i), found[i])) {
                return i;
            }
        }
        return -1;
    }

    private void explain(LookedAt row, List<Change> changes, int known, @Nullable Object[] found) {
        if (!log.isWhole()) {
            unproved++;
            return;
        }
        for (int until = known + 1; until <= changes.size(); until++) {
            if (difference(state(changes, until, row, row.end()), found) < 0) {
                leak(row, "it uses " + text(changes.get(until - 1)));
                return;
            }
        }
        for (Change later : changes) {
            Entry entry = later.entry();
            if (entry != null && entry.time() >= row.end()) {
                for (int until : new int[] {known, changes.size()}) {
                    if (difference(state(changes, until, row, entry.time() + 1), found) < 0) {
                        leak(row, "it uses " + text(later) + ", though that isn't before the window's end");
                        return;
                    }
                }
            }
        }
        LogState then = state(changes, known, row, row.end());
        int wrong = difference(then, found);
        findings.add(row.finding(
                Kind.UNEXPLAINED,
                rule.rows().topic(),
                names.get(wrong) + " is " + PlainValue.text(found[wrong]) + ", what "
                        + part.of().name() + " said then of the window's end gives "
                        + PlainValue.text(then.value(features.get(wrong)))));
    }

    private void leak(LookedAt row, String text) {
        findings.add(row.finding(Kind.LEAK, rule.rows().topic(), text));
    }

    private static String text(Change change) {
        Entry entry = change.entry();
        return change.place() + ", "
                + (entry == null ? "the end of an entry" : "an entry of " + Instant.ofEpochMilli(entry.time()))
                + " that was known at "
                + Instant.ofEpochMilli(change.known());
    }
}
