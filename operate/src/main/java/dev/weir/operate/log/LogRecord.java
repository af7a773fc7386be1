package dev.weir.operate.log;

import org.jspecify.annotations.Nullable;

/**
 * A record of one partition. The arrays aren't copied.
 *
 * @param appendTime when the broker took it, in milliseconds since 1970-01-01T00:00:00Z
 * @param heartbeat the time that it says if it is a {@link dev.weir.contract.Heartbeat}; null for all other records
 */
public record LogRecord(
        long offset,
        long appendTime,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable Long heartbeat) {

    /** A record that is no heartbeat. */
    public LogRecord(long offset, long appendTime, byte @Nullable [] key, byte @Nullable [] value) {
        this(offset, appendTime, key, value, null);
    }
}
