package dev.weir.streams.rollup;

import org.jspecify.annotations.Nullable;

/** Values of an expression for a chunk of events, by their place in the chunk. Texts are regions of {@link #bytes}. */
final class Vector {

    /** At most so many events are computed at once, so that all that is computed of them stays near. */
    static final int CHUNK = 1024;

    /** Of expressions that can't be null all are false. */
    final boolean[] nulls = new boolean[CHUNK];
    /** Integers, booleans as 0 and 1, and whatever else a column has as numbers. */
    final long[] longs = new long[CHUNK];

    final double[] doubles = new double[CHUNK];
    byte @Nullable [] bytes;
    final int[] starts = new int[CHUNK];
    final int[] lengths = new int[CHUNK];
}
