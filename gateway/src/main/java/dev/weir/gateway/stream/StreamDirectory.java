package dev.weir.gateway.stream;

import dev.weir.contract.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams that are served now. Safe to share between threads. */
public final class StreamDirectory {

    private final Map<String, ServedStream> streams = new ConcurrentHashMap<>();
    private volatile TopicTree topics = TopicTree.of(List.of());
    private volatile boolean complete;

    public @Nullable ServedStream find(String name) {
        return streams.get(name);
    }

    /** The known name that a person who wrote {@code name} may have meant. */
    public Optional<String> nearest(String name) {
        return NearestName.of(name, streams.keySet());
    }

    /** All streams by name, as they are now. */
    public SortedMap<String, ServedStream> all() {
        return new TreeMap<>(streams);
    }

    /** Whether the streams that were there when the door opened are known. */
    public boolean complete() {
        return complete;
    }

    /** The MQTT topics of all streams, as they are now. */
    public TopicTree topics() {
        return topics;
    }

    /** One thread puts and removes. */
    public void put(ServedStream stream) {
        streams.put(stream.contract().name(), stream);
        topics = TopicTree.of(all().values());
    }

    public void remove(String name) {
        streams.remove(name);
        topics = TopicTree.of(all().values());
    }

    public void markComplete() {
        complete = true;
    }
}
