package dev.weir.gateway.log;

import dev.weir.contract.event.EncodedEvent;
import java.util.Map;
import java.util.function.Consumer;

/** The log that events are appended to. Safe to share between threads. */
public interface EventLog extends AutoCloseable {

    /**
     * Appends an event. Never blocks: an event that there is no room for is {@link AppendResult.Busy}.
     *
     * <p>Events of one key that one thread appends are stored in its order.
     *
     * @param headers of the record, as UTF-8
     * @param result is told once, on any thread, perhaps before this call returns; it must not block
     */
    void append(String topic, EncodedEvent event, Map<String, String> headers, Consumer<AppendResult> result);

    /**
     * Appends a {@link dev.weir.contract.Heartbeat} behind what was appended to this partition before. Never blocks.
     *
     * @param time milliseconds since 1970-01-01T00:00:00Z
     * @param result as of {@link #append}
     */
    void beat(String topic, int partition, long time, Consumer<AppendResult> result);

    /** Makes ready for a topic that will be appended to; until then its events are {@link AppendResult.Busy}. */
    void prepare(String topic);

    /** Whether the log answered lately. */
    boolean reachable();

    /** Waits for a few seconds for what was appended, tells the rest that it is unknown, and releases all. */
    @Override
    void close();
}
