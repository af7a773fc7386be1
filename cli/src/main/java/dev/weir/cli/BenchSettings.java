package dev.weir.cli;

import dev.weir.cli.bench.Lanes;
import java.time.Duration;

/**
 * How a bench loads a pipeline.
 *
 * @param capture whether events are those of the running stack, or else made up
 * @param newest how many of each stream are captured at most
 * @param from the first rate, in events per second of all streams together
 */
record BenchSettings(
        boolean capture, int newest, Lanes lanes, long seed, int threads, Duration step, long from, long maxRate) {}
