package dev.weir.streams.rollup;

/**
 * What is kept of one argument in words of a cell. A cell that has counted nothing is all zeros; its count is added before
 * the events and merged behind all that need it.
 */
abstract class Accumulator {

    /** Its first word in a cell, and that of the count of its selection. */
    protected final int word;

    protected final int countWord;

    Accumulator(int word, int countWord) {
        this.word = word;
        this.countWord = countWord;
    }

    /** @param at the places in the chunk that count, of which {@code from} to {@code to} (exclusive) are in the slice */
    abstract void add(Slice slice, Chunk chunk, Vector values, int[] at, int from, int to);

    abstract void merge(Slice into, int cell, Slice other, int otherCell);
}
