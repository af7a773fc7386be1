package dev.weir.pipeline.testing;

import java.time.Duration;

/**
 * Disorder: each event arrives up to this much after its time.
 *
 * @param seed the same seed gives the same order
 */
record Shuffle(Duration within, long seed) {}
