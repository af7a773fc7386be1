package dev.weir.operate.leak;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.Account;
import dev.weir.operate.audit.CountedEvents;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.leak.FeatureRule.EventPart;
import dev.weir.operate.leak.WindowTotals.Plan;
import dev.weir.operate.log.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The columns of rows that follow from the events of their windows. A row must say what the window's events come to up to
 * some place of their partition's log that the broker had when it took the row.
 */
final class EventLeaks {

    /** So many rows that are wrong are looked at more closely. */
    private static final int EXPLAINED = 1_000;

    private final EventPart part;
    private final Plan plan;
    private final String rowsTopic;
    private final Findings findings;
    private final GroupKey ofRows;
    private final GroupKey ofEvents;
    private final String time;
    private final Map<List<String>, Group> groups = new HashMap<>();

    /** Rows of one sensor, or whatever the rows are of: its windows by their size and their begin. */
    private static final class Group {
        private final Map<Long, NavigableMap<Long, Window>> bySize = new HashMap<>();
    }

    private static final class Window {
        private final WindowTotals totals;
        private final List<OpenRow> open = new ArrayList<>();

        Window(Plan plan) {
            totals = new WindowTotals(plan);
        }
    }

    private record OpenRow(LookedAt row, double[] values) {}

    EventLeaks(FeatureRule rule, EventPart part, Findings findings) {
        this.part = part;
        this.findings = findings;
        plan = Plan.of(part.values());
        rowsTopic = rule.rows().topic();
        ofRows = new GroupKey(
                rule.rows(), part.by().stream().map(Account.By::row).toList());
        ofEvents = new GroupKey(
                part.of(), part.by().stream().map(Account.By::event).toList());
        time = Objects.requireNonNull(part.of().time()).field();
    }

    List<String> columns() {
        return plan.names();
    }

    void row(LookedAt row, Map<String, @Nullable Object> columns) {
        long size = row.end() - row.start();
        groups.computeIfAbsent(ofRows.of(columns), unused -> new Group())
                .bySize
                .computeIfAbsent(size, unused -> new TreeMap<>())
                .computeIfAbsent(row.start(), unused -> new Window(plan))
                .open
                .add(new OpenRow(row, numbers(plan.names(), columns)));
    }

    private static double[] numbers(List<String> names, Map<String, @Nullable Object> columns) {
        return names.stream()
                .mapToDouble(name -> PlainValue.number(columns.get(name)))
                .toArray();
    }

    /** Once all rows are there. */
    void compare(CountedEvents events) throws KafkaUnavailableException, RegistryUnavailableException {
        events.forEach((partition, record, fate, columns) -> {
            Group group = counts(fate) ? groups.get(ofEvents.of(columns)) : null;
            if (group != null) {
                Reading reading = reading(partition, record, columns);
                group.bySize.forEach(
                        (size, windows) -> windows.subMap(reading.time() - size, false, reading.time(), true)
                                .values()
                                .forEach(window -> add(window, reading)));
            }
        });
        explain(events);
    }

    private boolean counts(Fate fate) {
        return fate == Fate.ON_TIME || part.late();
    }

    private Reading reading(int partition, LogRecord record, Map<String, @Nullable Object> columns) {
        return new Reading(
                part.of().topic() + "-" + partition + "@" + record.offset(),
                record.appendTime(),
                PlainValue.millis(Objects.requireNonNull(columns.get(time))),
                numbers(plan.columns(), columns));
    }

    private void add(Window window, Reading reading) {
        window.totals.add(reading.values());
        Iterator<OpenRow> rows = window.open.iterator();
        while (rows.hasNext()) {
            OpenRow open = rows.next();
            if (window.totals.areIn(open.values)) {
                if (reading.known() > open.row.known()) {
                    findings.add(open.row.finding(Kind.LEAK, rowsTopic, "it uses " + reading.text()));
                }
                rows.remove();
            }
        }
    }

    /** Looks for what the rows use that are like no place of the log. */
    private void explain(CountedEvents events) throws KafkaUnavailableException, RegistryUnavailableException {
        Map<List<String>, List<OpenRow>> wrong = new HashMap<>();
        int count = 0;
        for (Map.Entry<List<String>, Group> group : groups.entrySet()) {
            for (NavigableMap<Long, Window> windows : group.getValue().bySize.values()) {
                for (Window window : windows.values()) {
                    for (OpenRow open : window.open) {
                        if (++count <= EXPLAINED) {
                            wrong.computeIfAbsent(group.getKey(), unused -> new ArrayList<>())
                                    .add(open);
                        } else {
                            findings.add(open.row.finding(
                                    Kind.UNEXPLAINED, rowsTopic, "it isn't what the events known by then come to"));
                        }
                    }
                }
            }
        }
        if (wrong.isEmpty()) {
            return;
        }
        Map<List<String>, List<Reading>> readings = new HashMap<>();
        events.forEach((partition, record, fate, columns) -> {
            List<String> key = ofEvents.of(columns);
            if (counts(fate) && wrong.containsKey(key)) {
                readings.computeIfAbsent(key, unused -> new ArrayList<>()).add(reading(partition, record, columns));
            }
        });
        wrong.forEach((key, rows) -> {
            ReadingsOfGroup all = new ReadingsOfGroup(plan, readings.getOrDefault(key, List.of()));
            for (OpenRow open : rows) {
                Reading later = all.laterUsed(open.row, open.values);
                findings.add(
                        later == null
                                ? open.row.finding(Kind.UNEXPLAINED, rowsTopic, all.difference(open.row, open.values))
                                : open.row.finding(Kind.LEAK, rowsTopic, "it uses " + later.text()));
            }
        });
    }

    /**
     * An event.
     *
     * @param place as in {@code telemetry-3@120}
     * @param known when the broker took it
     * @param time its own
     * @param values of the plan's columns
     */
    record Reading(String place, long known, long time, double[] values) {

        String text() {
            return place + ", an event of " + Instant.ofEpochMilli(time) + " that was known at "
                    + Instant.ofEpochMilli(known);
        }
    }
}
