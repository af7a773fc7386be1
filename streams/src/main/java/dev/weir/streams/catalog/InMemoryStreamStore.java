package dev.weir.streams.catalog;

import dev.weir.contract.StreamContract;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps contracts and writes nothing: for checking a pipeline, and for tests. */
public final class InMemoryStreamStore implements StreamStore {

    private final Map<String, StreamContract> streams = new LinkedHashMap<>();

    public InMemoryStreamStore(Collection<StreamContract> streams) {
        streams.forEach(this::create);
    }

    @Override
    public List<String> list() {
        return List.copyOf(streams.keySet());
    }

    @Override
    public Optional<StreamContract> find(String stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    @Override
    public void create(StreamContract contract) {
        streams.put(contract.name(), contract);
    }
}
