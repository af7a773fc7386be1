package dev.weir.operate.leak;

import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.Account;
import dev.weir.operate.leak.FeatureRule.LogPart;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.CommittedLog.Extent;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every change of a log's entries that Kafka still has, by what they belong to. */
final class EntryLog {

    /**
     * An entry from then on, or its end.
     *
     * @param place as in {@code maintenance-0@17}
     * @param known when the broker took it
     * @param id of the entry
     * @param entry null if it was withdrawn
     */
    record Change(
            String place,
            long known,
            ByteBuffer id,
            @Nullable Entry entry) {}

    /**
     * @param time since when it holds
     * @param order decides between entries of one time
     * @param columns as {@link PlainValue} has them
     */
    record Entry(long time, String order, String group, Map<String, @Nullable Object> columns) {}

    private static final Comparator<Change> BY_KNOWN = Comparator.comparingLong(Change::known);

    private final LogPart part;
    private final StreamContract stream;
    private final GroupKey by;
    private final List<String> order;
    private final Map<List<String>, List<Change>> changes = new HashMap<>();
    private final Map<ByteBuffer, List<String>> owners = new HashMap<>();
    private boolean whole = true;

    private EntryLog(LogPart part) {
        this.part = part;
        stream = part.of();
        List<String> columns = part.by().stream().map(Account.By::event).toList();
        by = new GroupKey(stream, columns);
        order = stream.key().stream().filter(key -> !columns.contains(key)).toList();
    }

    static EntryLog read(CommittedLog log, SchemaRegistry registry, LogPart part)
            throws KafkaUnavailableException, RegistryUnavailableException {
        EntryLog entries = new EntryLog(part);
        String topic = part.of().topic();
        RowReader rows = new RowReader(registry, part.of().schema());
        for (Map.Entry<Integer, Extent> partition : log.extents(topic).entrySet()) {
            Extent extent = partition.getValue();
            long[] next = {0};
            log.read(topic, partition.getKey(), extent.start(), extent.committed(), record -> {
                // One offset may be the end of a transaction.
                entries.whole &= record.offset() - next[0] <= 1;
                next[0] = record.offset() + 1;
                entries.add(topic + "-" + partition.getKey() + "@" + record.offset(), record, rows);
            });
            entries.whole &= extent.committed() - next[0] <= 1;
        }
        entries.changes.values().forEach(list -> list.sort(BY_KNOWN));
        return entries;
    }

    private void add(String place, LogRecord record, RowReader rows) throws RegistryUnavailableException {
        byte[] key = record.key();
        if (record.heartbeat() != null || key == null) {
            return;
        }
        ByteBuffer id = ByteBuffer.wrap(key);
        try {
            Map<String, @Nullable Object> columns = record.value() == null ? keyOf(key) : rows.read(record.value());
            List<String> owner = by.of(columns);
            List<String> before = owners.put(id, owner);
            if (before != null && !before.equals(owner)) {
                of(before).add(new Change(place, record.appendTime(), id, null));
            }
            of(owner).add(new Change(place, record.appendTime(), id, record.value() == null ? null : entry(columns)));
        } catch (RecordRejectedException e) {
            // It is dead, and in no table.
            return;
        }
    }

    private List<Change> of(List<String> owner) {
        return changes.computeIfAbsent(owner, unused -> new ArrayList<>());
    }

    private Map<String, @Nullable Object> keyOf(byte[] key) throws RecordRejectedException {
        List<FieldType> types = stream.key().stream()
                .map(column ->
                        stream.schema().fields().find(column).orElseThrow().type())
                .toList();
        List<Object> values = KeyFormat.decode(key, types);
        Map<String, @Nullable Object> columns = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            columns.put(stream.key().get(i), values.get(i));
        }
        return columns;
    }

    private @Nullable Entry entry(Map<String, @Nullable Object> columns) {
        Object time = columns.get(part.time());
        if (time == null) {
            return null;
        }
        Map<String, @Nullable Object> plain = new HashMap<>();
        columns.forEach((name, value) -> plain.put(name, PlainValue.of(value, GroupKey.isTime(stream, name))));
        StringBuilder text = new StringBuilder();
        order.forEach(column -> text.append(PlainValue.text(plain.get(column))).append(' '));
        String group = part.group() == null ? "" : String.valueOf(columns.get(part.group()));
        return new Entry(PlainValue.millis(time), text.toString().strip(), group, plain);
    }

    /** In the order in which they were known. */
    List<Change> changes(List<String> owner) {
        return changes.getOrDefault(owner, List.of());
    }

    /** Whether Kafka has taken none of it away, as far as offsets tell. */
    boolean isWhole() {
        return whole;
    }
}
