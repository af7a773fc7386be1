package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The records of a partition that a delivery must have delivered: the committed ones but for the dead and the repeats. */
final class DeliveredRecords {

    /** Is told one record after the other. */
    @FunctionalInterface
    interface Visitor {
        void record(LogRecord record) throws IOException;
    }

    private final CommittedLog log;
    private final String stream;
    private final List<LedgerEntry> entries;
    private int entry;
    private FateOffsets fates = FateOffsets.NONE;

    /** @param entries the delivery's of this partition, in the order of their offsets */
    DeliveredRecords(CommittedLog log, String stream, List<LedgerEntry> entries) {
        this.log = log;
        this.stream = stream;
        this.entries = entries;
    }

    /** Visits those of {@code [from, to)}. */
    void read(int partition, long from, long to, Visitor visitor)
            throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        entry = -1;
        try {
            log.read(stream, partition, from, to, record -> {
                if (record.heartbeat() != null) {
                    return;
                }
                try {
                    Fate fate = fate(record.offset());
                    if (fate == Fate.ON_TIME || fate == Fate.LATE) {
                        visitor.record(record);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What no entry has counts as on time: that there are none such is another audit's affair. */
    private Fate fate(long offset) throws IOException {
        while (entry + 1 < entries.size() && entries.get(entry + 1).from() <= offset) {
            entry++;
            fates = FateOffsets.of(entries.get(entry));
        }
        return entry >= 0 && offset < entries.get(entry).to() ? fates.at(offset) : Fate.ON_TIME;
    }
}
