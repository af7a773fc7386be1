package dev.weir.functions.asof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code AS_OF} must say of a window's end, as plain loops over all that a log has said. */
final class LogOracle {

    private static final Comparator<Fact> LATEST =
            Comparator.comparingLong(Fact::time).thenComparing(Fact::id);

    /** @param time null if the entry is withdrawn */
    record Change(String id, String group, @Nullable Long time, String note, long known) {}

    /** An entry that stands somewhere, or stood there. */
    private record Fact(String id, String group, long time, String note, long known, boolean gone) {}

    /** One group's part of a row: its newest entry ("id note"), how many counted. */
    record Part(String newest, long count) {}

    /** @param known null if nothing is known */
    record Said(TreeMap<String, Part> parts, @Nullable Long known) {}

    private final List<Fact> facts = new ArrayList<>();

    void take(Change change) {
        @Nullable
        Fact stands = facts.stream()
                .filter(fact -> fact.id.equals(change.id) && !fact.gone)
                .findFirst()
                .orElse(null);
        if (stands == null && change.time == null) {
            return;
        }
        if (stands != null
                && change.time != null
                && stands.equals(new Fact(change.id, change.group, change.time, change.note, stands.known, false))) {
            return;
        }
        if (stands != null) {
            facts.remove(stands);
            put(new Fact(stands.id, stands.group, stands.time, "", change.known, true));
        }
        if (change.time != null) {
            put(new Fact(change.id, change.group, change.time, change.note, change.known, false));
        }
    }

    private void put(Fact fact) {
        facts.removeIf(other -> other.id.equals(fact.id) && other.group.equals(fact.group) && other.time == fact.time);
        facts.add(fact);
    }

    Said before(long end, long countedFor) {
        TreeMap<String, Part> parts = new TreeMap<>();
        @Nullable Long known = null;
        for (String group : facts.stream().map(Fact::group).distinct().toList()) {
            List<Fact> earlier = facts.stream()
                    .filter(fact -> fact.group.equals(group) && fact.time < end)
                    .toList();
            @Nullable
            Fact newest =
                    earlier.stream().filter(fact -> !fact.gone).max(LATEST).orElse(null);
            if (newest != null) {
                long count = earlier.stream()
                        .filter(fact -> !fact.gone && fact.time >= end - countedFor)
                        .count();
                parts.put(group, new Part(newest.id + " " + newest.note, count));
            }
            for (Fact fact : earlier) {
                boolean computedFrom =
                        fact.time >= end - countedFor || newest == null || LATEST.compare(fact, newest) >= 0;
                if (computedFrom && (known == null || fact.known > known)) {
                    known = fact.known;
                }
            }
        }
        return new Said(parts, known);
    }
}
