package dev.weir.operate.leak;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.CountedEvents;
import dev.weir.operate.audit.Finding;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.leak.FeatureRule.EventPart;
import dev.weir.operate.leak.FeatureRule.LogPart;
import dev.weir.operate.log.CommittedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows of features that use what came later than they say: an event from behind their window or from after them, an
 * entry that holds from their window's end on or that nobody had entered yet. Not thread-safe.
 */
public final class LeakAudit {

    private final CommittedLog log;
    private final SchemaRegistry registry;

    /** @param log stays open */
    public LeakAudit(CommittedLog log, SchemaRegistry registry) {
        this.log = log;
        this.registry = registry;
    }

    /**
     * Audits rows, each revision of each window that there is.
     *
     * @param pipeline with its environment, as the ledger names it
     * @throws IOException if the rows can't be read
     * @throws KafkaUnavailableException try again: nothing was proved
     * @throws RegistryUnavailableException try again: nothing was proved
     */
    public LeakReport run(String pipeline, FeatureRule rule, FeatureRows rows)
            throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        Findings findings = new Findings();
        List<String> recomputed = new ArrayList<>();
        List<String> unproved = new ArrayList<>();
        RowStamps stamps = new RowStamps();
        EventPart part = rule.events();
        @Nullable EventLeaks events = part == null ? null : new EventLeaks(rule, part, findings);
        List<LogLeaks> logs = new ArrayList<>();
        for (LogPart each : rule.logs()) {
            logs.add(new LogLeaks(rule, each, EntryLog.read(log, registry, each), findings));
        }
        GroupKey key = new GroupKey(
                rule.rows(),
                rule.rows().key().stream()
                        .filter(column -> !column.equals(rule.start()) && !column.equals(rule.end()))
                        .toList());
        List<LookedAt> all = new ArrayList<>();
        rows.forEach(row -> {
            @Nullable LookedAt looked = lookedAt(rule, key, row, findings);
            if (looked != null) {
                all.add(looked);
                stamps.row(looked);
                if (events != null) {
                    events.row(looked, row.columns());
                }
                logs.forEach(each -> each.row(looked, row.columns()));
            }
        });
        stamps.compare(log, rule.rows().topic(), findings);
        if (part != null && events != null) {
            CountedEvents counted = CountedEvents.read(log, registry, part.of(), pipeline);
            String why = counted.notRecountable();
            if (why == null) {
                events.compare(counted);
                recomputed.addAll(events.columns());
            } else {
                unproved.add(String.join(", ", events.columns()) + ": " + why);
            }
        }
        for (int i = 0; i < logs.size(); i++) {
            recomputed.addAll(logs.get(i).columns());
            if (logs.get(i).unproved() > 0) {
                unproved.add(logs.get(i).unproved() + " rows differ in what they say of "
                        + rule.logs().get(i).of().name() + ", of which Kafka has compacted changes away");
            }
        }
        return new LeakReport(rule.rows().name(), rows.place(), all.size(), recomputed, unproved, findings);
    }

    private static @Nullable LookedAt lookedAt(FeatureRule rule, GroupKey key, FeatureRows.Row row, Findings findings) {
        Map<String, @Nullable Object> columns = row.columns();
        Object start = columns.get(rule.start());
        Object end = columns.get(rule.end());
        if (start == null || end == null) {
            findings.add(Finding.at(
                    Kind.UNEXPLAINED,
                    rule.rows().topic(),
                    row.partition(),
                    row.offset(),
                    "this row doesn't say which window it is of"));
            return null;
        }
        return new LookedAt(
                row.partition(),
                row.offset(),
                String.join(" ", key.of(columns)),
                PlainValue.millis(start),
                PlainValue.millis(end),
                row.known());
    }
}
