package dev.weir.contract.event;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.StreamContract;
import dev.weir.contract.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a contract asks of an event beyond its schema, and the key that it gives it. Immutable. */
final class ContractCheck {

    private final RuleSet rules;
    private final StructNames names;
    private final Field[] fields;
    private final int[] named;
    private final int[] key;

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
    }

    /** @return the record key, null if the contract declares none */
    byte @Nullable [] checkedKey(StructValue event) throws RecordRejectedException {
        for (int position : named) {
            if (event.at(position) == null) {
                throw new RecordRejectedException(
                        RejectCode.MISSING_FIELD,
                        names.name(position),
                        TypeName.of(fields[position].type()) + ", as the contract names it",
                        "null");
            }
        }
        Optional<String> violated = rules.firstViolated(event::get);
        if (violated.isPresent()) {
            throw new RecordRejectedException(
                    RejectCode.RULE, "", "that " + violated.get(), "an event of which it isn't true");
        }
        return key.length == 0 ? null : KeyFormat.encode(keyValues(event));
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
