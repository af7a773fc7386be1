package dev.weir.operate.fate;

import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.contract.rule.RuleSet;
import dev.weir.operate.log.LogRecord;
import dev.weir.operate.log.RowReader;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what records say under one contract, or why they are dead. Not thread-safe. */
final class RecordReading {

    /** The years 1 to 9999. */
    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final StreamContract contract;
    private final RowReader rows;
    private final RuleSet rules;
    private final Set<String> named;

    RecordReading(StreamContract contract, SchemaRegistry registry) {
        this.contract = contract;
        rows = new RowReader(registry, contract.schema());
        rules = RuleSet.compile(contract.schema().fields(), contract.rules());
        named = named(contract);
    }

    /** The columns that the contract can't do without. */
    private static Set<String> named(StreamContract contract) {
        Set<String> named = new LinkedHashSet<>(contract.key());
        EventTime time = contract.time();
        if (time != null) {
            named.add(time.field());
        }
        Identity identity = contract.identity();
        if (identity != null) {
            named.addAll(identity.fields());
        }
        return named;
    }

    /**
     * @throws RecordRejectedException if the record is dead
     * @throws RegistryUnavailableException if nothing can be said of it
     */
    Event read(LogRecord record) throws RecordRejectedException, RegistryUnavailableException {
        if (record.value() == null) {
            return tombstone(record);
        }
        Map<String, @Nullable Object> columns = rows.read(record.value());
        for (String column : named) {
            if (columns.get(column) == null) {
                throw new RecordRejectedException(
                        RejectCode.MISSING_FIELD, column, "a value, as the contract names it", "null");
            }
        }
        long time = time(record, columns);
        Optional<String> violated = rules.firstViolated(columns::get);
        if (violated.isPresent()) {
            throw new RecordRejectedException(
                    RejectCode.RULE, "", "that " + violated.get(), "an event of which it isn't true");
        }
        return new Event(time, columns);
    }

    private Event tombstone(LogRecord record) throws RecordRejectedException {
        if (contract.mode() == Mode.APPEND) {
            throw new RecordRejectedException(RejectCode.TOMBSTONE, "", "an event", "a null value");
        }
        if (record.key() == null) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, "key", "a record key", "none");
        }
        List<FieldType> types = contract.key().stream()
                .map(column ->
                        contract.schema().fields().find(column).orElseThrow().type())
                .toList();
        KeyFormat.decode(record.key(), types);
        return new Event(null, Map.of());
    }

    private long time(LogRecord record, Map<String, @Nullable Object> columns) throws RecordRejectedException {
        EventTime declared = contract.time();
        if (declared == null) {
            return record.appendTime();
        }
        long time = millis(Objects.requireNonNull(columns.get(declared.field())));
        if (!exists(time)) {
            throw new RecordRejectedException(
                    RejectCode.OUT_OF_RANGE, declared.field(), "a time in the years 1 to 9999", "one outside of them");
        }
        if (isAhead(time, record, declared)) {
            throw new RecordRejectedException(
                    RejectCode.FUTURE,
                    declared.field(),
                    "a time at most " + declared.ahead() + " after the broker took the event",
                    "one after that");
        }
        return time;
    }

    /** Whether a time is one that events may have. */
    static boolean exists(long time) {
        return EARLIEST <= time && time <= LATEST;
    }

    static boolean isAhead(long time, LogRecord record, EventTime declared) {
        return time - record.appendTime() > declared.ahead().toMillis();
    }

    private static long millis(Object time) {
        if (time instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        return time instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
                : (Long) time;
    }
}
