package dev.weir.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The event time of a stream.
 *
 * @param field the column that carries it: a timestamp (one without a zone counts as UTC), or a 64-bit integer of
 *     milliseconds since 1970-01-01T00:00:00Z
 * @param disorder how far behind the newest event of its partition an event may be and still be on time
 * @param ahead how far after the broker's append time an event may be dated; beyond it, it is dead
 * @param correct how long after its window's end a late event still corrects it; null for never
 */
public record EventTime(
        String field,
        Duration disorder,
        Duration ahead,
        @Nullable Duration correct) {}
