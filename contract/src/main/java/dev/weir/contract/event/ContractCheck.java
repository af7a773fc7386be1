package dev.weir.contract.event;

import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.StreamContract;
import dev.weir.contract.rule.RuleSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a contract asks of an event beyond its schema, and the key and the time that it gives it. Immutable. */
final class ContractCheck {

    private final RuleSet rules;
    private final StructNames names;
    private final Field[] fields;
    private final int[] named;
    private final int[] key;
    /** -1 if none is declared. */
    private final int time;

    ContractCheck(StreamContract contract) {
        Struct struct = contract.schema().fields();
        rules = RuleSet.compile(struct, contract.rules());
        names = new StructNames(struct);
        fields = struct.fields().toArray(Field[]::new);
        named = ContractAbsentValues.named(contract).stream()
                .mapToInt(names::position)
                .sorted()
                .toArray();
        key = contract.key().stream().mapToInt(names::position).toArray();
        EventTime declared = contract.time();
        time = declared == null ? -1 : names.position(declared.field());
    }

    /**
     * An event that was checked.
     *
     * @param value the record's
     */
    EncodedEvent encoded(StructValue event, byte[] value) {
        return new EncodedEvent(
                key.length == 0 ? null : KeyFormat.encode(keyValues(event)), value, time < 0 ? null : time(event));
    }

    /** @throws RecordRejectedException if the contract refuses the event */
    void check(StructValue event) throws RecordRejectedException {
        checkNamed(event);
        RecordRejectedException objection = objection(event);
        if (objection != null) {
            throw objection;
        }
    }

    /** The rule that isn't true of the event; null if all are. */
    @Nullable
    RecordRejectedException objection(StructValue event) {
        Optional<String> violated = rules.firstViolated(event::get);
        return violated.isEmpty()
                ? null
                : new RecordRejectedException(
                        RejectCode.RULE, "", "that " + violated.get(), "an event of which it isn't true");
    }

    /** @throws RecordRejectedException if a column is null that the contract names */
    void checkNamed(StructValue event) throws RecordRejectedException {
        for (int position : named) {
            if (event.at(position) == null) {
                throw new RecordRejectedException(
                        RejectCode.MISSING_FIELD,
                        names.name(position),
                        TypeName.of(fields[position].type()) + ", as the contract names it",
                        "null");
            }
        }
    }

    /** An event that is stored whatever the rules say of it; one that they object to says no time, as it will be dead. */
    MessageEvent judged(StructValue event, byte[] value) {
        RecordRejectedException objection = objection(event);
        EncodedEvent encoded = encoded(event, value);
        return new MessageEvent(
                objection == null ? encoded : new EncodedEvent(encoded.key(), encoded.value(), null), objection);
    }

    private @Nullable Long time(StructValue event) {
        Object value = event.at(time);
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        return value instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
                : (Long) value;
    }

    private List<Object> keyValues(StructValue event) {
        List<Object> values = new ArrayList<>(key.length);
        for (int position : key) {
            Object value = event.at(position);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
