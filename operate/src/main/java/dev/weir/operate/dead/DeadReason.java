package dev.weir.operate.dead;

import java.time.Instant;
import java.util.List;

/**
 * How many events of a stream are dead for one reason.
 *
 * @param code the name of a {@code RejectCode}
 * @param path the field; empty for the whole event
 * @param newest when the broker took the newest of them
 * @param examples positions of the newest, newest first, at most {@link DeadEvents#EXAMPLES}
 * @param expected what the contract says, of the newest
 * @param found what the event has, of the newest
 */
public record DeadReason(
        String code,
        String path,
        long count,
        Instant newest,
        List<DeadPosition> examples,
        String expected,
        String found) {

    public DeadReason {
        examples = List.copyOf(examples);
    }
}
