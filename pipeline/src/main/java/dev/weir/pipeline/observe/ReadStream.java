package dev.weir.pipeline.observe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a pipeline reads. What isn't known, since a server doesn't answer or nothing has come yet, is null.
 *
 * @param perSecond events read in the last 10 s, per second
 * @param registryWait how long it has been waiting for the schema registry; zero if it isn't
 * @param watermarkDelay how far event time, as far as it is complete, is behind the clock
 */
public record ReadStream(
        String stream,
        @Nullable Lag lag,
        @Nullable Fates fates,
        @Nullable Double perSecond,
        @Nullable Duration registryWait,
        @Nullable Duration watermarkDelay,
        @Nullable Latency latency) {}
