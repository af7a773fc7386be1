package dev.weir.codec;

import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the schemas that wrote records, and tells an id that doesn't exist from a registry that can't answer.
 *
 * <p>A registry's replica may lag behind a registration by milliseconds, so "unknown" is believed only when it was
 * answered {@value #ASKS} times; then for {@link #UNKNOWN_FOR}, so that corrupt records don't hold up their partition.
 */
final class WriterSchemas {

    static final int ASKS = 3;
    static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);
    private static final int MAX_UNKNOWN = 10_000;

    private final SchemaRegistry registry;
    private final Duration pause;
    private final Map<Integer, Long> unknownSince = new LinkedHashMap<>();

    WriterSchemas(SchemaRegistry registry) {
        this(registry, Duration.ofMillis(50));
    }

    WriterSchemas(SchemaRegistry registry, Duration pause) {
        this.registry = registry;
        this.pause = pause;
    }

    StreamSchema load(int id) throws RecordRejectedException, RegistryUnavailableException {
        // Registries number from 1.
        if (id < 1 || isKnownToBeUnknown(id)) {
            throw unknown(id);
        }
        for (int ask = 1; ; ask++) {
            Optional<StreamSchema> schema = registry.find(id);
            if (schema.isPresent()) {
                return schema.get();
            }
            if (ask == ASKS) {
                remember(id);
                throw unknown(id);
            }
            waitForReplica();
        }
    }

    private boolean isKnownToBeUnknown(int id) {
        Long since = unknownSince.get(id);
        if (since == null) {
            return false;
        }
        if (System.nanoTime() - since < UNKNOWN_FOR.toNanos()) {
            return true;
        }
        unknownSince.remove(id);
        return false;
    }

    private void remember(int id) {
        if (unknownSince.size() == MAX_UNKNOWN) {
            unknownSince.remove(unknownSince.keySet().iterator().next());
        }
        unknownSince.put(id, System.nanoTime());
    }

    private void waitForReplica() throws RegistryUnavailableException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while asking again for a schema id", e);
        }
    }

    private static RecordRejectedException unknown(int id) {
        return new RecordRejectedException(
                RejectCode.WRONG_SCHEMA,
                "",
                "the id of a stream's schema",
                "id " + id + ", of which the registry knows none");
    }
}
