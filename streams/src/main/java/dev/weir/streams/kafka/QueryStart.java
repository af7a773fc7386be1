package dev.weir.streams.kafka;

import java.io.Serializable;
import java.time.Instant;

/** Where a query at hand begins in its streams. */
public sealed interface QueryStart extends Serializable {

    /** With the oldest record that is kept. */
    record Beginning() implements QueryStart {}

    /** With what comes next. */
    record End() implements QueryStart {}

    /** With the first record of each partition that the broker took at {@code time} or later. */
    record At(Instant time) implements QueryStart {}
}
