package dev.weir.simulate;

/**
 * What became of readings that were sent.
 *
 * @param acknowledged how many are surely stored, repeats that the plant makes included
 * @param refused how many surely aren't, and never will
 * @param again how many were sent once more because no acknowledgement came: each may be stored more than once
 */
public record Sent(long acknowledged, long refused, long again) {}
