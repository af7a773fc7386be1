package dev.weir.operate.log;

import org.jspecify.annotations.Nullable;

/**
 * A record of one partition. The arrays aren't copied.
 *
 * @param appendTime when the broker took it, in milliseconds since 1970-01-01T00:00:00Z
 */
public record LogRecord(long offset, long appendTime, byte @Nullable [] key, byte @Nullable [] value) {}
