package dev.weir.streams.rollup;

/** Some events of a batch, ordered by slice and in each as in the log, and what is known of them. */
final class Chunk {

    final int[] rows = new int[Vector.CHUNK];
    /** By place: where the event's cell begins in its slice. */
    final int[] cells = new int[Vector.CHUNK];
    /** By place: the event's number in the log, as far as this roll-up counts it. */
    final long[] ordinals = new long[Vector.CHUNK];
    /** By place: how many events its cell has counted, this one included, of the selection that is at work. */
    final long[] counts = new long[Vector.CHUNK];

    int count;
}
