package dev.weir.gateway.http;

import dev.weir.contract.event.EncodedEvent;

/** One event of a request, held against the contract. */
sealed interface ParsedEvent {

    record Accepted(EncodedEvent event) implements ParsedEvent {}

    record Refused(Problem problem) implements ParsedEvent {}
}
