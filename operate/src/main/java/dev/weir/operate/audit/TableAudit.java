package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.DeliveredTable.Held;
import dev.weir.operate.audit.DeliveredTable.Offsets;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.CommittedLog.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves that a table has every committed record of its stream once, up to where it reaches. Which records are rows the
 * delivery's ledger says: all but those that it calls dead or repeats. Not thread-safe.
 */
public final class TableAudit {

    private final CommittedLog log;
    private final SchemaRegistry registry;

    /** @param log stays open */
    public TableAudit(CommittedLog log, SchemaRegistry registry) {
        this.log = log;
        this.registry = registry;
    }

    /**
     * Audits a table.
     *
     * @param deep looks at each row, too, and not only at how many there are
     * @throws IOException if the table can't be read
     * @throws KafkaUnavailableException try again: nothing was proved
     * @throws RegistryUnavailableException try again: nothing was proved
     */
    public TableReport run(DeliveredTable table, boolean deep)
            throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        Findings findings = new Findings();
        List<String> unproved = new ArrayList<>();
        Map<Integer, List<LedgerEntry>> entries =
                Ledger.read(log, registry, table.reader()).entries(table.stream());
        Map<Integer, Extent> extents = log.extents(table.stream());
        boolean compacted = !extents.isEmpty() && log.isCompacted(table.stream());
        long held = table.held().values().stream().mapToLong(Held::rows).sum();
        if (held != table.rows()) {
            findings.add(new Finding(
                    Kind.TABLE,
                    table.stream(),
                    0,
                    0,
                    0,
                    "the files of table " + table.name() + " have " + table.rows() + " rows, its commits added "
                            + held));
        }
        long records = 0;
        long gone = 0;
        for (Map.Entry<Integer, Held> place : table.held().entrySet()) {
            int partition = place.getKey();
            Extent extent = extents.get(partition);
            if (extent == null) {
                unproved.add(table.stream() + "-" + partition + ": the topic has no such partition any more");
                continue;
            }
            TablePartition audit = new TablePartition(table, partition, place.getValue(), compacted, extent, findings);
            DeliveredRecords expected =
                    new DeliveredRecords(log, table.stream(), entries.getOrDefault(partition, List.of()));
            if (deep) {
                try (Offsets offsets = table.offsets(partition)) {
                    if (table.newestOnly()) {
                        audit.compareNewest(expected, offsets);
                    } else {
                        audit.compare(expected, offsets);
                    }
                }
            } else {
                audit.count(expected);
            }
            records += audit.records();
            gone += audit.gone();
            if (audit.unproved() != null) {
                unproved.add(audit.unproved());
            }
        }
        return new TableReport(
                table.name(),
                table.stream(),
                table.place(),
                table.newestOnly(),
                table.rows(),
                records,
                gone,
                deep,
                unproved,
                findings);
    }
}
