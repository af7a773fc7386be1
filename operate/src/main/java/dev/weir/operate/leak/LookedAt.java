package dev.weir.operate.leak;

import dev.weir.operate.audit.Finding;
import dev.weir.operate.audit.Finding.Kind;
import java.time.Instant;

/**
 * A row that is being looked at, without its columns.
 *
 * @param key what it belongs to, for people
 * @param start of its window in milliseconds since 1970-01-01T00:00:00Z, as all times
 * @param end of its window, which isn't in it
 * @param known when it was
 */
record LookedAt(int partition, long offset, String key, long start, long end, long known) {

    Finding finding(Kind kind, String stream, String text) {
        return Finding.at(
                kind,
                stream,
                partition,
                offset,
                key + ", window " + Instant.ofEpochMilli(start) + " to " + Instant.ofEpochMilli(end) + ", known at "
                        + Instant.ofEpochMilli(known) + ": " + text);
    }
}
