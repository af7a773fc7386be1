package dev.weir.pipeline.observe;

import java.time.Duration;

/**
 * A stream that a pipeline writes, since its job was started.
 *
 * @param rows those included that aren't committed yet
 * @param perSecond in the last 10 s
 * @param commits transactions
 * @param commitTime what they took in all
 */
public record WrittenStream(String stream, long rows, double perSecond, long commits, Duration commitTime) {}
