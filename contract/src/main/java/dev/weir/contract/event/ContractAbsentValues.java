package dev.weir.contract.event;

import dev.weir.contract.StreamContract;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contract can't do without the fields that it names, even where the schema has a default for them. */
final class ContractAbsentValues implements AbsentValues {

    private final Set<String> named;
    private final AbsentValues schema;

    ContractAbsentValues(StreamContract contract, AbsentValues schema) {
        this.named = named(contract);
        this.schema = schema;
    }

    /** The columns of key, event time and identity. */
    static Set<String> named(StreamContract contract) {
        Set<String> named = new HashSet<>(contract.key());
        if (contract.time() != null) {
            named.add(contract.time().field());
        }
        if (contract.identity() != null) {
            named.addAll(contract.identity().fields());
        }
        return Set.copyOf(named);
    }

    @Override
    public boolean required(String field) {
        return named.contains(field) || schema.required(field);
    }

    @Override
    public @Nullable Object value(String field) {
        return schema.value(field);
    }

    @Override
    public AbsentValues within(String field) {
        return schema.within(field);
    }
}
