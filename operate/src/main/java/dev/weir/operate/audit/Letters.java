package dev.weir.operate.audit;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The letters of one stream's dead records, by the position of the record. */
final class Letters {

    private static final List<FieldType> KEY = List.of(Scalar.STRING, Scalar.INT32, Scalar.INT64);

    private final CommittedLog log;
    private final String stream;
    private final String topic;
    private final RowReader rows;
    private final Findings findings;
    private final Map<Integer, Long> positions = new HashMap<>();
    /** Digests of the dead records by partition and offset. */
    private final Map<Integer, NavigableMap<Long, Digest>> letters = new HashMap<>();

    /** @param findings gets what can't be read */
    Letters(CommittedLog log, SchemaRegistry registry, String stream, Findings findings) {
        this.log = log;
        this.stream = stream;
        this.topic = stream + ".dead";
        this.findings = findings;
        rows = new RowReader(registry, DeadLetter.SCHEMA);
    }

    /** Takes in what is committed and wasn't read yet. */
    void readOn() throws KafkaUnavailableException, RegistryUnavailableException {
        for (Map.Entry<Integer, CommittedLog.Extent> partition :
                log.extents(topic).entrySet()) {
            CommittedLog.Extent extent = partition.getValue();
            long from = positions.getOrDefault(partition.getKey(), extent.start());
            log.read(topic, partition.getKey(), from, extent.committed(), this::add);
            positions.put(partition.getKey(), Math.max(from, extent.committed()));
        }
    }

    /**
     * Waits until what is written by now is committed.
     *
     * @return false if some of it isn't, for too long
     */
    boolean awaitCommitted() throws KafkaUnavailableException {
        boolean committed = true;
        for (Map.Entry<Integer, CommittedLog.Extent> partition :
                log.extents(topic).entrySet()) {
            committed &= log.awaitCommitted(
                    topic, partition.getKey(), partition.getValue().end());
        }
        return committed;
    }

    private void add(LogRecord record) throws RegistryUnavailableException {
        List<Object> position;
        try {
            position = KeyFormat.decode(record.key() == null ? new byte[0] : record.key(), KEY);
        } catch (RecordRejectedException e) {
            unreadable(0, record.offset(), "a letter without a position as its key, at offset " + record.offset());
            return;
        }
        int partition = (Integer) position.get(1);
        long offset = (Long) position.get(2);
        if (!position.get(0).equals(stream)) {
            unreadable(partition, offset, "a letter of another topic, '" + position.get(0) + "'");
        } else if (record.value() == null) {
            of(partition).remove(offset);
        } else {
            try {
                of(partition).put(offset, digest(rows.read(record.value()), partition, offset));
            } catch (RecordRejectedException e) {
                unreadable(partition, offset, "its letter can't be read: " + e.getMessage());
            }
        }
    }

    private Digest digest(Map<String, @Nullable Object> letter, int partition, long offset) {
        if (!Integer.valueOf(partition).equals(letter.get("partition"))
                || !Long.valueOf(offset).equals(letter.get("offset"))) {
            unreadable(partition, offset, "its letter says another position than its key");
        }
        return Digest.of((byte[]) letter.get("key"), (byte[]) letter.get("value"));
    }

    private void unreadable(int partition, long offset, String text) {
        findings.add(Finding.at(Kind.UNREADABLE, stream, partition, offset, topic + ": " + text));
    }

    /** Those of a partition by offset. */
    NavigableMap<Long, Digest> of(int partition) {
        return letters.computeIfAbsent(partition, unused -> new TreeMap<>());
    }
}
