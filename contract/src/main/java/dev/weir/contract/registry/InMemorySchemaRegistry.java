package dev.weir.contract.registry;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry for tests. As in Confluent's, equal schemas have one id, whatever their subject. It checks no
 * compatibility.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private final Map<String, List<Registered>> subjects = new LinkedHashMap<>();
    private final List<StreamSchema> schemas = new ArrayList<>();
    private boolean available = true;

    /** Whether it answers; while false every call throws {@link RegistryUnavailableException}. */
    public synchronized void setAvailable(boolean available) {
        this.available = available;
    }

    @Override
    public synchronized Optional<StreamSchema> find(int id) throws RegistryUnavailableException {
        checkAvailable();
        return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
    }

    @Override
    public synchronized List<Registered> versions(String subject) throws RegistryUnavailableException {
        checkAvailable();
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }

    @Override
    public synchronized Registered register(String subject, StreamSchema schema, Compatibility compatibility)
            throws RegistryUnavailableException {
        checkAvailable();
        List<Registered> versions = subjects.computeIfAbsent(subject, unused -> new ArrayList<>());
        for (Registered version : versions) {
            if (sameSchema(version.schema(), schema)) {
                return version;
            }
        }
        Registered added = new Registered(idOf(schema), versions.size() + 1, schema);
        versions.add(added);
        return added;
    }

    private int idOf(StreamSchema schema) {
        for (int i = 0; i < schemas.size(); i++) {
            if (sameSchema(schemas.get(i), schema)) {
                return i + 1;
            }
        }
        schemas.add(schema);
        return schemas.size();
    }

    private static boolean sameSchema(StreamSchema one, StreamSchema other) {
        return one.format() == other.format() && one.text().equals(other.text());
    }

    private void checkAvailable() throws RegistryUnavailableException {
        if (!available) {
            throw new RegistryUnavailableException("The in-memory registry was made unavailable");
        }
    }
}
