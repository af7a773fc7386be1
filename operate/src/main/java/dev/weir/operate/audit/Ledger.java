package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The entries of the ledger that are committed. */
final class Ledger {

    /** Of one partition of a stream, whose judging other pipelines have been told. */
    private record Place(String stream, int partition) {}

    /** What another pipeline says of a place. */
    private static final class Other {
        private long from = Long.MAX_VALUE;
        private long to;
        private final List<LedgerEntry> withDead = new ArrayList<>();
    }

    private final String pipeline;
    private final SortedSet<String> pipelines = new TreeSet<>();
    private final Map<String, Map<Integer, List<LedgerEntry>>> entries = new TreeMap<>();
    private final Map<Place, Map<String, Other>> others = new java.util.HashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    private Ledger(String pipeline) {
        this.pipeline = pipeline;
    }

    /** A fork's has, below where it begins, the entries that it goes on from. */
    static Ledger read(CommittedLog log, SchemaRegistry registry, String pipeline)
            throws KafkaUnavailableException, RegistryUnavailableException {
        Ledger ledger = own(log, registry, pipeline);
        Map<String, Ledger> ancestors = new TreeMap<>(Map.of(pipeline, ledger));
        for (Map<Integer, List<LedgerEntry>> partitions : ledger.entries.values()) {
            for (List<LedgerEntry> list : partitions.values()) {
                Set<String> names = new HashSet<>(Set.of(pipeline));
                String follows = list.get(0).follows();
                while (follows != null && names.add(follows)) {
                    if (!ancestors.containsKey(follows)) {
                        ancestors.put(follows, own(log, registry, follows));
                    }
                    LedgerEntry first = list.get(0);
                    list.addAll(0, ancestors.get(follows).before(first));
                    follows = list.get(0).follows();
                }
            }
        }
        return ledger;
    }

    /** The entries of the same partition that begin before another pipeline's first. */
    private List<LedgerEntry> before(LedgerEntry first) {
        return entries.getOrDefault(first.stream(), Map.of()).getOrDefault(first.partition(), List.of()).stream()
                .filter(entry -> entry.from() < first.from())
                .toList();
    }

    private static Ledger own(CommittedLog log, SchemaRegistry registry, String pipeline)
            throws KafkaUnavailableException, RegistryUnavailableException {
        Ledger ledger = new Ledger(pipeline);
        RowReader rows = new RowReader(registry, LedgerEntry.SCHEMA);
        for (Map.Entry<Integer, CommittedLog.Extent> extent :
                log.extents(LedgerEntry.TOPIC).entrySet()) {
            int partition = extent.getKey();
            log.read(
                    LedgerEntry.TOPIC,
                    partition,
                    extent.getValue().start(),
                    extent.getValue().committed(),
                    record -> ledger.add(partition, record, rows));
        }
        Comparator<LedgerEntry> order = Comparator.comparingLong(LedgerEntry::from)
                .thenComparingLong(LedgerEntry::to)
                .thenComparingInt(LedgerEntry::epoch);
        ledger.entries.values().forEach(partitions -> partitions.values().forEach(list -> list.sort(order)));
        return ledger;
    }

    private void add(int partition, LogRecord record, RowReader rows) throws RegistryUnavailableException {
        try {
            if (record.value() == null) {
                throw new IllegalArgumentException("it has no value");
            }
            add(entry(rows.read(record.value())));
        } catch (RecordRejectedException | IllegalArgumentException e) {
            unreadable.add(LedgerEntry.TOPIC + "-" + partition + "@" + record.offset() + ": the entry can't be read: "
                    + e.getMessage());
        }
    }

    private void add(LedgerEntry entry) {
        pipelines.add(entry.pipeline());
        if (entry.pipeline().equals(pipeline)) {
            entries.computeIfAbsent(entry.stream(), unused -> new TreeMap<>())
                    .computeIfAbsent(entry.partition(), unused -> new ArrayList<>())
                    .add(entry);
            return;
        }
        Other other = others.computeIfAbsent(new Place(entry.stream(), entry.partition()), unused -> new TreeMap<>())
                .computeIfAbsent(entry.pipeline(), unused -> new Other());
        other.from = Math.min(other.from, entry.from());
        other.to = Math.max(other.to, entry.to());
        if (entry.deadOffsets() != null) {
            other.withDead.add(entry);
        }
    }

    private static LedgerEntry entry(Map<String, @Nullable Object> row) {
        LedgerEntry entry = new LedgerEntry(
                text(row, "pipeline"),
                text(row, "stream"),
                (int) number(row, "partition"),
                (int) number(row, "epoch"),
                number(row, "from_offset"),
                number(row, "to_offset"),
                number(row, "on_time"),
                number(row, "late"),
                number(row, "duplicate"),
                number(row, "dead"),
                (byte[]) row.get("late_offsets"),
                (byte[]) row.get("duplicate_offsets"),
                (byte[]) row.get("dead_offsets"),
                (Instant) row.get("first_time"),
                (Instant) row.get("last_time"),
                number(row, "resets"),
                number(row, "given_up"),
                number(row, "misplaced"),
                number(row, "checkpoint"),
                (String) row.get("contract"),
                (String) row.get("follows"),
                row.get("heartbeats") == null ? 0 : number(row, "heartbeats"));
        if (entry.from() < 0 || entry.to() < entry.from() || (entry.to() == entry.from() && entry.follows() == null)) {
            throw new IllegalArgumentException("its offsets are [" + entry.from() + ", " + entry.to() + ")");
        }
        return entry;
    }

    /** Many entries have the same few texts. */
    private static String text(Map<String, @Nullable Object> row, String column) {
        return ((String) Objects.requireNonNull(row.get(column))).intern();
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).longValue();
    }

    /** All pipelines that have an entry. */
    SortedSet<String> pipelines() {
        return pipelines;
    }

    /** The entries by stream and partition, in the order of their offsets. */
    Map<String, Map<Integer, List<LedgerEntry>>> entries() {
        return entries;
    }

    /** The pipeline's entries of one stream by partition, in the order of their offsets. */
    Map<Integer, List<LedgerEntry>> entries(String stream) {
        return entries.getOrDefault(stream, Map.of());
    }

    /** What isn't an entry, whichever pipeline wrote it. */
    List<String> unreadable() {
        return unreadable;
    }

    /**
     * Whether another pipeline says that this record is dead, or has begun before it and not said anything of it yet.
     * Pipelines may judge under different versions of a contract.
     */
    boolean mayBeDeadElsewhere(String stream, int partition, long offset) throws IOException {
        for (Other other :
                others.getOrDefault(new Place(stream, partition), Map.of()).values()) {
            if (other.from <= offset && other.to <= offset) {
                return true;
            }
            for (LedgerEntry entry : other.withDead) {
                if (entry.from() <= offset
                        && offset < entry.to()
                        && FateOffsets.of(entry).at(offset) == Fate.DEAD) {
                    return true;
                }
            }
        }
        return false;
    }
}
