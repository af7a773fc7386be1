package dev.weir.gateway.heartbeat;

import dev.weir.contract.event.EncodedEvent;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.EventLog;
import java.util.Map;
import java.util.function.Consumer;

/** Appends to a log, and tells {@link Heartbeats} of it. */
final class HeardLog implements EventLog {

    private final EventLog log;
    private final Heartbeats heartbeats;

    HeardLog(EventLog log, Heartbeats heartbeats) {
        this.log = log;
        this.heartbeats = heartbeats;
    }

    @Override
    public void append(String topic, EncodedEvent event, Map<String, String> headers, Consumer<AppendResult> result) {
        Long time = event.time();
        log.append(
                topic,
                event,
                headers,
                time == null
                        ? result
                        : outcome -> {
                            result.accept(outcome);
                            heard(topic, time, outcome);
                        });
    }

    private void heard(String topic, long time, AppendResult outcome) {
        if (outcome instanceof AppendResult.Stored stored) {
            heartbeats.stored(topic, stored.partition(), time);
        } else if (outcome instanceof AppendResult.Busy || outcome instanceof AppendResult.Unknown) {
            heartbeats.failed(topic);
        }
    }

    @Override
    public void beat(String topic, int partition, long time, Consumer<AppendResult> result) {
        log.beat(topic, partition, time, result);
    }

    @Override
    public void prepare(String topic) {
        log.prepare(topic);
    }

    @Override
    public boolean reachable() {
        return log.reachable();
    }

    @Override
    public void close() {
        log.close();
    }
}
