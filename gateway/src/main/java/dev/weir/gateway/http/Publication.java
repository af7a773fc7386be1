package dev.weir.gateway.http;

import dev.weir.contract.event.EncodedEvent;
import dev.weir.gateway.http.EventOutcome.NotStored;
import dev.weir.gateway.http.EventOutcome.Stored;
import dev.weir.gateway.http.ParsedEvent.Accepted;
import dev.weir.gateway.http.ParsedEvent.Refused;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.StreamMeter;
import dev.weir.gateway.stream.ServedStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The events of one request on their way into the log. The log's results may come on any thread. */
final class Publication {

    private final ServedStream stream;
    private final AtomicReferenceArray<EventOutcome> outcomes;
    /** One more than there are events, so that it ends only after all are handed over. */
    private final AtomicInteger open;

    private final StreamMeter numbers;
    private final Runnable whenAllAreKnown;

    /** @param whenAllAreKnown runs once, on the thread that brings the last result */
    Publication(ServedStream stream, int events, StreamMeter numbers, Runnable whenAllAreKnown) {
        this.stream = stream;
        this.outcomes = new AtomicReferenceArray<>(events);
        this.open = new AtomicInteger(events + 1);
        this.numbers = numbers;
        this.whenAllAreKnown = whenAllAreKnown;
    }

    /** @param headers that all records get */
    void start(List<ParsedEvent> events, Map<String, String> headers, EventLog log) {
        String topic = stream.contract().topic();
        long begin = System.nanoTime();
        for (int i = 0; i < events.size(); i++) {
            ParsedEvent event = events.get(i);
            int position = i;
            if (event instanceof Accepted accepted) {
                EncodedEvent encoded = accepted.event();
                log.append(topic, encoded, all(headers, accepted.headers()), result -> {
                    if (result instanceof AppendResult.Stored) {
                        numbers.acknowledged(begin);
                    }
                    settle(position, outcome(result));
                });
            } else if (event instanceof Refused refused) {
                settle(position, new NotStored(refused.problem()));
            }
        }
        close();
    }

    private static Map<String, String> all(Map<String, String> common, Map<String, String> own) {
        if (own.isEmpty()) {
            return common;
        }
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(own);
        return all;
    }

    private void settle(int position, EventOutcome outcome) {
        outcomes.set(position, outcome);
        close();
    }

    private void close() {
        if (open.decrementAndGet() == 0) {
            whenAllAreKnown.run();
        }
    }

    /** In the request's order; what isn't known now is said to be unknown. */
    List<EventOutcome> outcomes() {
        List<EventOutcome> known = new ArrayList<>(outcomes.length());
        for (int i = 0; i < outcomes.length(); i++) {
            EventOutcome outcome = outcomes.get(i);
            known.add(outcome != null ? outcome : unknown());
        }
        return known;
    }

    private EventOutcome outcome(AppendResult result) {
        if (result instanceof AppendResult.Stored stored) {
            return new Stored(stored.partition(), stored.offset());
        }
        if (result instanceof AppendResult.TooLarge) {
            return new NotStored(Problem.tooLarge("The event is larger than its topic takes. It is not stored."));
        }
        if (result instanceof AppendResult.Busy) {
            return new NotStored(Problem.busy());
        }
        if (result instanceof AppendResult.Refused refused) {
            return new NotStored(new Problem(
                    500,
                    "LOG_REFUSES",
                    "Kafka refuses events of this stream",
                    "Not stored; Kafka answered " + refused.reason() + ". The operator of the stream must mend it."));
        }
        return unknown();
    }

    private EventOutcome unknown() {
        return new NotStored(Problem.unknownOutcome(stream.contract().identity() != null));
    }
}
