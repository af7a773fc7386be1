package dev.weir.contract.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Timestamp;
import dev.weir.contract.Identity;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes up events that fit a contract, its rules too: keys are numbered, times are now, each producer counts upwards, ids are
 * unique, and all else is chance. The same seed and time give the same events. Not thread-safe.
 */
public final class SampleEvents {

    private static final int TRIES = 200;
    /** After so many tries more columns are null, as schemas may have columns that exclude each other. */
    private static final int PATIENT = 50;

    private static final int ENOUGH_TO_GIVE_UP = 20;
    private static final double NULLS = 0.1;

    private final StreamContract contract;
    private final JsonEventEncoder encoder;
    private final JsonEventDecoder decoder;
    private final SampleValues values;
    private final Random random;
    private final Instant now;
    private final int keys;
    private final Set<String> numbered;
    private final Set<String> unique;
    private final Map<String, RuleLiterals> literals = new HashMap<>();

    /**
     * @param schemaId under which the registry has the contract's schema
     * @param keys how many different keys there are
     * @param keyColumns of other streams: in a column of such a name, an event has the key's number, so that joins find something
     */
    public SampleEvents(
            StreamContract contract, int schemaId, int keys, Set<String> keyColumns, long seed, Instant now) {
        this.contract = contract;
        this.keys = keys;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        random = new Random(seed ^ contract.name().hashCode());
        values = new SampleValues(random, this.now);
        encoder = new JsonEventEncoder(contract, schemaId);
        decoder = new JsonEventDecoder(contract.schema());
        numbered = new HashSet<>(keyColumns);
        numbered.addAll(contract.key());
        unique = new HashSet<>();
        if (contract.identity() instanceof Identity.BySequence bySequence) {
            numbered.addAll(bySequence.producer());
        } else if (contract.identity() instanceof Identity.ById byId) {
            unique.addAll(byId.fields());
            unique.removeAll(contract.key());
            numbered.removeAll(unique);
        }
        for (Field field : contract.schema().fields().fields()) {
            literals.put(field.name(), RuleLiterals.of(contract.rules(), field.name()));
        }
    }

    /**
     * So many events for each key, in rounds in which each key comes once.
     *
     * @return fewer if by chance no good one was found
     * @throws UnmetRulesException if none is found by chance
     */
    public List<LoadEvent> rounds(int rounds) throws UnmetRulesException {
        List<Integer> order = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            order.add(key);
        }
        List<LoadEvent> events = new ArrayList<>();
        int failed = 0;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (int key : order) {
                LoadEvent event = event(key, round, (long) round * keys + key);
                if (event != null) {
                    events.add(event);
                } else if (++failed >= ENOUGH_TO_GIVE_UP && events.isEmpty()) {
                    throw new UnmetRulesException(contract.name(), why);
                }
            }
        }
        if (events.isEmpty()) {
            throw new UnmetRulesException(contract.name(), why);
        }
        return events;
    }

    private String why = "";

    private @Nullable LoadEvent event(int key, int round, long number) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double nulls = attempt < PATIENT ? NULLS : 0.5;
            byte[] json =
                    JsonEventDecoder.json(columns(key, round, number, nulls)).getBytes(UTF_8);
            try {
                EncodedEvent encoded = encoder.encode(json, 0, json.length);
                byte[] value = encoded.value();
                return value == null ? null : new LoadEvent(0, encoded.key(), decoder.read(value));
            } catch (RecordRejectedException e) { // Try another one.
                why = e.getMessage();
            }
        }
        return null;
    }

    private Map<String, @Nullable Object> columns(int key, int round, long number, double nulls) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (Field field : contract.schema().fields().fields()) {
            columns.put(field.name(), value(field, key, round, number, nulls));
        }
        return columns;
    }

    private @Nullable Object value(Field field, int key, int round, long number, double nulls) {
        String name = field.name();
        EventTime time = contract.time();
        if (time != null && time.field().equals(name)) {
            return field.type() instanceof Timestamp
                    ? now
                    : field.type() instanceof LocalTimestamp
                            ? LocalDateTime.ofInstant(now, ZoneOffset.UTC)
                            : (Object) now.toEpochMilli();
        }
        if (contract.identity() instanceof Identity.BySequence bySequence
                && bySequence.sequence().equals(name)) {
            return (long) round;
        }
        if (unique.contains(name)) {
            return values.numbered(name, field.type(), number);
        }
        if (numbered.contains(name)) {
            return values.numbered(name, field.type(), key);
        }
        return field.nullable() && random.nextDouble() < nulls
                ? null
                : values.random(field.type(), literals.getOrDefault(name, RuleLiterals.of(List.of(), name)), nulls);
    }
}
