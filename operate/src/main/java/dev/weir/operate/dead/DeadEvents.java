package dev.weir.operate.dead;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead events of one stream, as its topic of dead letters has them now. Not thread-safe. */
public final class DeadEvents {

    /** How many positions stand for a reason. */
    public static final int EXAMPLES = 3;

    private final CommittedLog log;
    private final SchemaRegistry registry;
    private final String topic;

    /** @param stream whose dead events they are */
    public DeadEvents(CommittedLog log, SchemaRegistry registry, String stream) {
        this.log = log;
        this.registry = registry;
        this.topic = stream + ".dead";
    }

    /** Why events are dead, what happened most often first. */
    public List<DeadReason> reasons() throws KafkaUnavailableException, RegistryUnavailableException {
        Map<List<String>, List<DeadLetter>> byReason = new LinkedHashMap<>();
        for (DeadLetter letter : letters(letter -> true, false).values()) {
            byReason.computeIfAbsent(List.of(letter.code(), letter.path()), unused -> new ArrayList<>())
                    .add(letter);
        }
        return byReason.values().stream()
                .map(DeadEvents::reason)
                .sorted(Comparator.comparingLong(DeadReason::count)
                        .reversed()
                        .thenComparing(DeadReason::code)
                        .thenComparing(DeadReason::path))
                .toList();
    }

    private static DeadReason reason(List<DeadLetter> letters) {
        List<DeadLetter> newest = letters.stream()
                .sorted(Comparator.comparing(DeadLetter::appendTime).reversed())
                .limit(EXAMPLES)
                .toList();
        DeadLetter first = newest.get(0);
        return new DeadReason(
                first.code(),
                first.path(),
                letters.size(),
                first.appendTime(),
                newest.stream()
                        .map(letter -> new DeadPosition(letter.partition(), letter.offset()))
                        .toList(),
                first.expected(),
                first.found());
    }

    /** The letter of the event at this position; empty if it isn't dead. */
    public Optional<DeadLetter> find(DeadPosition position)
            throws KafkaUnavailableException, RegistryUnavailableException {
        return letters(position::equals, true).values().stream().findAny();
    }

    /** The letters of all events that are dead for this reason, in the order of their positions. */
    public List<DeadLetter> withCode(String code) throws KafkaUnavailableException, RegistryUnavailableException {
        return letters(position -> true, true).values().stream()
                .filter(letter -> letter.code().equals(code))
                .toList();
    }

    /** @param bytes whether keys and values are wanted; they may be large */
    private Map<DeadPosition, DeadLetter> letters(Predicate<DeadPosition> wanted, boolean bytes)
            throws KafkaUnavailableException, RegistryUnavailableException {
        RowReader rows = new RowReader(registry, DeadLetter.SCHEMA);
        Map<DeadPosition, DeadLetter> letters = new TreeMap<>();
        for (Map.Entry<Integer, CommittedLog.Extent> partition :
                log.extents(topic).entrySet()) {
            Map<String, DeadPosition> keys = new HashMap<>();
            CommittedLog.Extent extent = partition.getValue();
            log.read(topic, partition.getKey(), extent.start(), extent.committed(), record -> {
                String key = new String(record.key() == null ? new byte[0] : record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    DeadPosition ended = keys.remove(key);
                    letters.keySet().removeIf(position -> position.equals(ended));
                    return;
                }
                DeadLetter letter = letter(rows, record, bytes);
                DeadPosition position = new DeadPosition(letter.partition(), letter.offset());
                if (wanted.test(position)) {
                    keys.put(key, position);
                    letters.put(position, letter);
                }
            });
        }
        return letters;
    }

    private DeadLetter letter(RowReader rows, LogRecord record, boolean bytes) throws RegistryUnavailableException {
        Map<String, @Nullable Object> row;
        try {
            row = rows.read(Objects.requireNonNull(record.value()));
        } catch (RecordRejectedException e) {
            throw new IllegalStateException(
                    "The topic " + topic + " has something at offset " + record.offset() + " that is no dead letter: "
                            + e.getMessage(),
                    e);
        }
        return new DeadLetter(
                text(row, "topic"),
                ((Number) Objects.requireNonNull(row.get("partition"))).intValue(),
                ((Number) Objects.requireNonNull(row.get("offset"))).longValue(),
                (Instant) Objects.requireNonNull(row.get("append_time")),
                text(row, "code"),
                text(row, "path"),
                text(row, "expected"),
                text(row, "found"),
                bytes ? (byte[]) row.get("key") : null,
                bytes ? (byte[]) row.get("value") : null);
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        return (String) Objects.requireNonNull(row.get(column));
    }
}
