package dev.weir.operate.audit;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.CommittedLog.Extent;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a stream that a pipeline writes, as they were at one moment: of keys the newest, without deleted ones. */
final class OutputRows {

    /** Is told each row. */
    interface Visitor {
        void row(int partition, long offset, Map<String, @Nullable Object> columns);
    }

    private final CommittedLog log;
    private final StreamContract contract;
    private final RowReader rows;
    private final Findings unreadable;
    private final Map<Integer, Extent> extents;
    private final @Nullable String notRecountable;
    private boolean read;

    /**
     * Waits until all that is written now is committed, and takes that as the moment.
     *
     * @param unreadable gets the rows that can't be read
     */
    OutputRows(CommittedLog log, SchemaRegistry registry, StreamContract contract, Findings unreadable)
            throws KafkaUnavailableException {
        this.log = log;
        this.contract = contract;
        this.unreadable = unreadable;
        rows = new RowReader(registry, contract.schema());
        boolean committed = awaitCommitted(log, contract.topic());
        extents = log.extents(contract.topic());
        notRecountable = notRecountable(committed);
    }

    /** Whether all that is in a topic at the time of the call is committed or aborted, after some waiting. */
    static boolean awaitCommitted(CommittedLog log, String topic) throws KafkaUnavailableException {
        boolean committed = true;
        for (Map.Entry<Integer, Extent> partition : log.extents(topic).entrySet()) {
            committed &= log.awaitCommitted(
                    topic, partition.getKey(), partition.getValue().end());
        }
        return committed;
    }

    private @Nullable String notRecountable(boolean committed) {
        if (extents.isEmpty()) {
            return "topic " + contract.topic() + " is gone";
        }
        if (!committed) {
            return "an open transaction holds back rows of " + contract.topic();
        }
        for (Map.Entry<Integer, Extent> partition : extents.entrySet()) {
            if (partition.getValue().start() > 0) {
                return "rows of " + contract.topic() + "-" + partition.getKey() + " before offset "
                        + partition.getValue().start() + " are no longer in the log";
            }
        }
        return null;
    }

    /** Why what the rows add up to can't be known; null if it can. */
    @Nullable
    String notRecountable() {
        return notRecountable;
    }

    /** Reads them all; each time the same. */
    void forEach(Visitor visitor) throws KafkaUnavailableException, RegistryUnavailableException {
        for (Map.Entry<Integer, Extent> each : extents.entrySet()) {
            int partition = each.getKey();
            Extent extent = each.getValue();
            if (contract.mode() == Mode.APPEND) {
                log.read(
                        contract.topic(),
                        partition,
                        extent.start(),
                        extent.committed(),
                        record -> tell(partition, record, visitor));
                continue;
            }
            Map<ByteBuffer, LogRecord> newest = new LinkedHashMap<>();
            log.read(contract.topic(), partition, extent.start(), extent.committed(), record -> {
                ByteBuffer key = ByteBuffer.wrap(record.key() == null ? new byte[0] : record.key());
                newest.remove(key);
                if (record.value() != null) {
                    newest.put(key, record);
                }
            });
            for (LogRecord record : newest.values()) {
                tell(partition, record, visitor);
            }
        }
        read = true;
    }

    private void tell(int partition, LogRecord record, Visitor visitor) throws RegistryUnavailableException {
        if (record.heartbeat() != null) {
            return;
        }
        Map<String, @Nullable Object> columns;
        try {
            if (record.value() == null) {
                throw new RecordRejectedException(RejectCode.TOMBSTONE, "", "a row", "a null value");
            }
            columns = rows.read(record.value());
        } catch (RecordRejectedException e) {
            if (!read) {
                unreadable.add(Finding.at(
                        Finding.Kind.UNREADABLE,
                        contract.topic(),
                        partition,
                        record.offset(),
                        "this row can't be read: " + e.getMessage()));
            }
            return;
        }
        visitor.row(partition, record.offset(), columns);
    }
}
