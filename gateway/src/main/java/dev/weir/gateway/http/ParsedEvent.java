package dev.weir.gateway.http;

import dev.weir.contract.event.EncodedEvent;
import java.util.Map;

/** One event of a request, held against the contract. */
sealed interface ParsedEvent {

    /** @param headers that the record gets of its own */
    record Accepted(EncodedEvent event, Map<String, String> headers) implements ParsedEvent {
        Accepted(EncodedEvent event) {
            this(event, Map.of());
        }
    }

    record Refused(Problem problem) implements ParsedEvent {}
}
