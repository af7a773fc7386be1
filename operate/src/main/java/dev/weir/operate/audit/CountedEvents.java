package dev.weir.operate.audit;

import dev.weir.contract.EventTime;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.CommittedLog.Extent;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a stream that were on time or late, by what the ledger says. */
public final class CountedEvents {

    /** Is told each event, and each moment to which time has come, in the order of the log. */
    public interface Visitor {
        void event(int partition, LogRecord record, Fate fate, Map<String, @Nullable Object> columns);

        /** An event, a repeat or a heartbeat has this time, in milliseconds since 1970; told before the event. */
        default void time(int partition, long offset, long millis) {}
    }

    private final CommittedLog log;
    private final StreamContract contract;
    private final RowReader rows;
    private final Map<Integer, List<LedgerEntry>> entries;

    /** @param entries of the stream by partition, in the order of their offsets */
    CountedEvents(
            CommittedLog log,
            SchemaRegistry registry,
            StreamContract contract,
            Map<Integer, List<LedgerEntry>> entries) {
        this.log = log;
        this.contract = contract;
        this.entries = entries;
        rows = new RowReader(registry, contract.schema());
    }

    /**
     * Those that a pipeline has read and committed by now.
     *
     * @param pipeline with its environment, as the ledger names it
     */
    public static CountedEvents read(
            CommittedLog log, SchemaRegistry registry, StreamContract contract, String pipeline)
            throws KafkaUnavailableException, RegistryUnavailableException {
        OutputRows.awaitCommitted(log, LedgerEntry.TOPIC);
        return new CountedEvents(
                log, registry, contract, Ledger.read(log, registry, pipeline).entries(contract.name()));
    }

    /** Why not all of them can be read; null if they can. */
    public @Nullable String notRecountable() throws KafkaUnavailableException {
        if (entries.isEmpty()) {
            return null;
        }
        Map<Integer, Extent> extents = log.extents(contract.topic());
        if (!extents.isEmpty() && log.isCompacted(contract.topic())) {
            return "topic " + contract.topic() + " is compacted";
        }
        for (Map.Entry<Integer, List<LedgerEntry>> partition : entries.entrySet()) {
            Extent extent = extents.get(partition.getKey());
            String place = contract.topic() + "-" + partition.getKey();
            if (extent == null) {
                return place + " is gone";
            }
            long from = partition.getValue().get(0).from();
            if (extent.start() > from) {
                return place + ": offsets " + from + " to " + (extent.start() - 1) + " are no longer in the log";
            }
        }
        return null;
    }

    /** Tells them in the order of each partition, one partition after the other; each time the same. */
    public void forEach(Visitor visitor) throws KafkaUnavailableException, RegistryUnavailableException {
        Map<Integer, Extent> extents = log.extents(contract.topic());
        for (Map.Entry<Integer, List<LedgerEntry>> partition : entries.entrySet()) {
            Extent extent = extents.get(partition.getKey());
            List<LedgerEntry> list = partition.getValue();
            if (extent != null) {
                long to = list.stream().mapToLong(LedgerEntry::to).max().orElseThrow();
                Walk walk = new Walk(partition.getKey(), list.iterator(), visitor);
                log.read(
                        contract.topic(),
                        partition.getKey(),
                        list.get(0).from(),
                        Math.min(to, extent.committed()),
                        walk);
            }
        }
    }

    /** One pass through a partition, beside its entries. */
    private final class Walk implements CommittedLog.Visitor {

        private final int partition;
        private final Iterator<LedgerEntry> next;
        private final Visitor visitor;
        private LedgerEntry entry;
        private FateOffsets offsets;

        Walk(int partition, Iterator<LedgerEntry> entries, Visitor visitor) {
            this.partition = partition;
            this.visitor = visitor;
            next = entries;
            entry = next.next();
            offsets = offsets(entry);
        }

        @Override
        public void record(LogRecord record) throws RegistryUnavailableException {
            while (entry.to() <= record.offset() && next.hasNext()) {
                entry = next.next();
                offsets = offsets(entry);
            }
            if (record.offset() < entry.from() || record.offset() >= entry.to()) {
                return;
            }
            if (record.heartbeat() != null) {
                heartbeat(record, record.heartbeat());
                return;
            }
            Fate fate = offsets.at(record.offset());
            if (fate == Fate.DEAD || record.value() == null) {
                return;
            }
            Map<String, @Nullable Object> columns;
            try {
                columns = rows.read(record.value());
            } catch (RecordRejectedException e) {
                // It is dead, whatever the ledger says; recomputing the fates says so.
                return;
            }
            EventTime time = contract.time();
            Object at = time == null ? null : columns.get(time.field());
            if (at != null) {
                visitor.time(partition, record.offset(), Measure.millis(at));
            }
            if (fate != Fate.DUPLICATE) {
                visitor.event(partition, record, fate, columns);
            }
        }

        private void heartbeat(LogRecord record, long millis) {
            EventTime time = contract.time();
            if (time != null && millis <= record.appendTime() + time.ahead().toMillis()) {
                visitor.time(partition, record.offset(), millis);
            }
        }
    }

    private static FateOffsets offsets(LedgerEntry entry) {
        try {
            return FateOffsets.of(entry);
        } catch (IOException e) {
            // The checks of the entry have said so.
            return FateOffsets.NONE;
        }
    }
}
