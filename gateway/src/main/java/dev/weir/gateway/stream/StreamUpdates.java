package dev.weir.gateway.stream;

import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import dev.weir.gateway.log.EventLog;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings news of contracts into the directory. One thread calls it.
 *
 * <p>A stream is served in JSON at once. Ready bytes may carry older schema ids, which the registry tells; while it
 * can't, only the newest id can be judged, until {@link #askRegistry} succeeds.
 */
public final class StreamUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(StreamUpdates.class);

    private record InForce(StreamContract contract, int version, int schemaId) {}

    private final StreamDirectory directory;
    private final SchemaRegistry registry;
    private final EventLog log;
    private final Map<String, InForce> waiting = new HashMap<>();

    public StreamUpdates(StreamDirectory directory, SchemaRegistry registry, EventLog log) {
        this.directory = directory;
        this.registry = registry;
        this.log = log;
    }

    /** A contract, or a new version of it, is in force. */
    public void inForce(StreamContract contract, int version, int schemaId) {
        log.prepare(contract.topic());
        InForce stream = new InForce(contract, version, schemaId);
        directory.put(new ServedStream(contract, version, schemaId, Map.of(schemaId, contract.schema()), false));
        LOG.info("Serving stream={} version={}", contract.name(), version);
        waiting.put(contract.name(), stream);
    }

    /** A stream is there no more. */
    public void removed(String stream) {
        waiting.remove(stream);
        directory.remove(stream);
        LOG.info("No longer serving stream={}", stream);
    }

    /** The streams that there are now are known. */
    public void caughtUp() {
        directory.markComplete();
    }

    /**
     * Asks the registry what it knows of the streams that came in; again, if it couldn't tell.
     *
     * @return whether it told all; if not, call again some seconds later
     */
    public boolean askRegistry() {
        Iterator<InForce> each = waiting.values().iterator();
        while (each.hasNext()) {
            InForce stream = each.next();
            try {
                complete(stream);
                each.remove();
            } catch (RegistryUnavailableException e) {
                LOG.warn(
                        "The registry doesn't tell older versions; ready bytes of them wait stream={} cause={}",
                        stream.contract.name(),
                        e.getMessage());
                return false;
            }
        }
        return true;
    }

    private void complete(InForce stream) throws RegistryUnavailableException {
        Map<Integer, StreamSchema> versions = new HashMap<>();
        for (Registered registered : registry.versions(stream.contract.subject())) {
            versions.put(registered.id(), registered.schema());
        }
        versions.put(stream.schemaId, stream.contract.schema());
        directory.put(new ServedStream(stream.contract, stream.version, stream.schemaId, versions, true));
    }
}
