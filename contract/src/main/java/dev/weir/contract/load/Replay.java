package dev.weir.contract.load;

import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.EventPattern;
import dev.weir.contract.event.EventPatterns;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of one stream that are sent again and again, pass after pass, each time as new ones: an event's time is that of
 * sending, less what it was behind the newest one of its partition; its sequence goes on, or its id is another. What was a
 * repeat within the events is one in each pass, with the time of what it repeats.
 *
 * <p>Threads may share it if each asks for events of keys of its own, in the order of the events.
 */
public final class Replay {

    private static final int NONE = -1;

    private final StreamContract contract;
    private final @Nullable EventPattern[] patterns;
    private final byte @Nullable [][] keys;
    private final int[] behind;
    private final int[] repeats;
    private final long[] times;
    private final @Nullable Object[] identities;
    private final long[] spans;
    private final @Nullable String renewed;
    private final @Nullable FieldType timeType;
    /** The key's columns of each event, only if the key itself is renewed. */
    private final List<@Nullable Object>[] keyColumns;

    /**
     * @param schemaId under which the registry has the contract's schema, where the events are sent to
     * @param events in the order of their partitions
     * @throws RecordRejectedException if the contract's schema can't carry one of them
     * @throws IllegalArgumentException if the stream's identity has no column whose values can be made new
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Replay(StreamContract contract, int schemaId, List<LoadEvent> events) throws RecordRejectedException {
        this.contract = contract;
        int size = events.size();
        patterns = new EventPattern[size];
        keys = new byte[size][];
        behind = new int[size];
        repeats = new int[size];
        times = new long[size];
        identities = new Object[size];
        spans = new long[size];
        keyColumns = new List[size];
        EventTime time = contract.time();
        timeType = time == null ? null : type(time.field());
        renewed = renewed();
        List<String> columns = new ArrayList<>();
        if (time != null) {
            columns.add(time.field());
        }
        if (renewed != null) {
            columns.add(renewed);
        }
        EventPatterns maker = new EventPatterns(contract.schema(), schemaId, columns);
        Map<Integer, Long> newest = new HashMap<>();
        Map<List<@Nullable Object>, Integer> first = new HashMap<>();
        for (int i = 0; i < size; i++) {
            LoadEvent event = events.get(i);
            keys[i] = event.key();
            repeats[i] = NONE;
            Map<String, @Nullable Object> values = event.columns();
            if (values == null) {
                continue;
            }
            patterns[i] = maker.of(values);
            if (time != null) {
                behind[i] = behind(event.partition(), millis(values.get(time.field())), newest);
            }
            if (renewed != null) {
                identities[i] = values.get(renewed);
                Integer before = first.putIfAbsent(identity(values), i);
                repeats[i] = before == null ? NONE : before;
                if (contract.key().contains(renewed)) {
                    keyColumns[i] = new ArrayList<>(
                            contract.key().stream().map(values::get).toList());
                }
            }
        }
        span(events);
    }

    public int size() {
        return patterns.length;
    }

    /** The record key with which an event is sent first; it is another in later passes only if the key is a unique id. */
    public byte @Nullable [] key(int event) {
        return keys[event];
    }

    /**
     * An event as it is sent now.
     *
     * @param event from 0 to {@link #size}, exclusively
     * @param pass from 0 on
     * @param now milliseconds since 1970-01-01T00:00:00Z
     * @throws RecordRejectedException if the schema can't carry that time
     */
    public EncodedEvent event(int event, long pass, long now) throws RecordRejectedException {
        EventPattern pattern = patterns[event];
        if (pattern == null) {
            return new EncodedEvent(keys[event], null, null);
        }
        long time = repeats[event] == NONE ? now - behind[event] : times[repeats[event]];
        times[event] = time;
        if (renewed == null) {
            return timeType == null
                    ? new EncodedEvent(keys[event], pattern.with(), null)
                    : new EncodedEvent(keys[event], pattern.with(time(time)), time);
        }
        Object old = identities[event];
        Object identity = old == null ? null : NewIdentity.of(old, pass, spans[event]);
        return timeType == null
                ? new EncodedEvent(key(event, identity), pattern.with(identity), null)
                : new EncodedEvent(key(event, identity), pattern.with(time(time), identity), time);
    }

    private byte @Nullable [] key(int event, @Nullable Object identity) {
        List<@Nullable Object> columns = keyColumns[event];
        if (columns == null || renewed == null) {
            return keys[event];
        }
        columns.set(contract.key().indexOf(renewed), identity);
        return KeyFormat.encode(columns);
    }

    private Object time(long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        return timeType instanceof FieldType.Timestamp
                ? instant
                : timeType instanceof FieldType.LocalTimestamp
                        ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                        : (Object) millis;
    }

    private static long millis(@Nullable Object time) {
        return time instanceof Instant instant
                ? instant.toEpochMilli()
                : time instanceof LocalDateTime local
                        ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
                        : time instanceof Long millis ? millis : 0;
    }

    private static int behind(int partition, long time, Map<Integer, Long> newest) {
        long before = newest.merge(partition, time, Math::max);
        return (int) Math.min(before - time, Integer.MAX_VALUE);
    }

    private List<@Nullable Object> identity(Map<String, @Nullable Object> values) {
        Identity identity = contract.identity();
        List<@Nullable Object> id = new ArrayList<>();
        if (identity != null) {
            for (String field : identity.fields()) {
                id.add(comparable(values.get(field)));
            }
        }
        return id;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    /** How far apart numbers are, of each producer or of all ids: so much is added in each pass. */
    private void span(List<LoadEvent> events) {
        Map<List<@Nullable Object>, long[]> ranges = new HashMap<>();
        List<String> producer =
                contract.identity() instanceof Identity.BySequence bySequence ? bySequence.producer() : List.of();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < identities.length; i++) {
                Map<String, @Nullable Object> values = events.get(i).columns();
                if (values != null && identities[i] instanceof Number number) {
                    List<@Nullable Object> group = new ArrayList<>();
                    producer.forEach(field -> group.add(comparable(values.get(field))));
                    long value = number.longValue();
                    long[] range = ranges.computeIfAbsent(group, unused -> new long[] {value, value});
                    range[0] = Math.min(range[0], value);
                    range[1] = Math.max(range[1], value);
                    spans[i] = range[1] - range[0] + 1;
                }
            }
        }
    }

    /** The column by whose values the events of a pass are others than those of the pass before; null if none has to. */
    private @Nullable String renewed() {
        Identity identity = contract.identity();
        if (identity == null) {
            return null;
        }
        if (identity instanceof Identity.BySequence bySequence) {
            return bySequence.sequence();
        }
        List<String> candidates = new ArrayList<>(identity.fields());
        candidates.removeAll(contract.key());
        identity.fields().stream().filter(contract.key()::contains).forEach(candidates::add);
        candidates.removeIf(field -> !NewIdentity.canBeNew(type(field)));
        EventTime time = contract.time();
        if (time != null) {
            candidates.remove(time.field());
        }
        if (!candidates.isEmpty()) {
            return candidates.get(0);
        }
        if (time != null && identity.fields().contains(time.field())) {
            return null;
        }
        throw new IllegalArgumentException("The identity of '" + contract.name() + "' consists of " + identity.fields()
                + ", of which none is a text, an integer, a UUID or bytes: events can't be sent again as new ones.");
    }

    private FieldType type(String column) {
        return contract.schema().fields().find(column).orElseThrow().type();
    }
}
