package dev.weir.operate.log;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Topics in memory, all of it committed. */
public final class InMemoryCommittedLog implements CommittedLog {

    private final Map<String, Map<Integer, List<LogRecord>>> topics = new HashMap<>();
    private final Map<String, Map<String, String>> headers = new HashMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Event> events = new HashMap<>();
    private final Set<String> compacted = new HashSet<>();

    /** The records of a partition, in the order of their offsets; change them at will. */
    public List<LogRecord> records(String topic, int partition) {
        return topics.computeIfAbsent(topic, unused -> new TreeMap<>())
                .computeIfAbsent(partition, unused -> new ArrayList<>());
    }

    /** Puts a record behind the last one. */
    public void append(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        List<LogRecord> records = records(topic, partition);
        long offset = records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
        records.add(new LogRecord(offset, 0, key, value));
    }

    /** Takes away what is before an offset, as retention does. */
    public void startAt(String topic, long offset) {
        starts.put(topic, offset);
        topics.get(topic).values().forEach(records -> records.removeIf(record -> record.offset() < offset));
    }

    /** Lets the partitions of a topic end there, behind ends of transactions. */
    public void endAt(String topic, long offset) {
        ends.put(topic, offset);
    }

    public void compact(String topic) {
        compacted.add(topic);
    }

    public void delete(String topic) {
        topics.remove(topic);
    }

    /** What happens while a topic is being audited. */
    public interface Event {
        void happen() throws Exception;
    }

    /** Lets something happen once, before a topic's extents are asked for. */
    public void beforeReading(String topic, Event event) {
        events.put(topic, event);
    }

    @Override
    public Map<Integer, Extent> extents(String topic) {
        Event event = events.remove(topic);
        if (event != null) {
            try {
                event.happen();
            } catch (Exception e) {
                throw new IllegalStateException("What the test lets happen failed", e);
            }
        }
        Map<Integer, Extent> extents = new TreeMap<>();
        topics.getOrDefault(topic, Map.of()).forEach((partition, records) -> {
            long start = starts.getOrDefault(topic, 0L);
            long end =
                    records.isEmpty() ? start : records.get(records.size() - 1).offset() + 1;
            end = ends.getOrDefault(topic, end);
            extents.put(partition, new Extent(start, end, end));
        });
        return extents;
    }

    @Override
    public boolean isCompacted(String topic) {
        return compacted.contains(topic);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Visitor visitor)
            throws KafkaUnavailableException, RegistryUnavailableException {
        for (LogRecord record : records(topic, partition)) {
            if (record.offset() >= from && record.offset() < to) {
                visitor.record(record);
            }
        }
    }

    /** The headers of the record at this position, as {@code topic-partition@offset}. */
    public void header(String position, String name, String value) {
        headers.computeIfAbsent(position, unused -> new TreeMap<>()).put(name, value);
    }

    @Override
    public Map<String, String> headers(String topic, int partition, long offset) {
        return headers.getOrDefault(topic + "-" + partition + "@" + offset, Map.of());
    }

    @Override
    public boolean awaitCommitted(String topic, int partition, long offset) {
        return true;
    }

    @Override
    public void letTimePass() {
        // Nobody writes.
    }

    @Override
    public List<OpenTransaction> openTransactions(Set<String> topicNames, String pipeline) {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
