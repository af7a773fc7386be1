package dev.weir.streams.fate;

import java.nio.ByteBuffer;

/** What one partition remembers of the identities that it has seen. */
sealed interface Memory permits IdMemory, SequenceMemory {

    /** Where the id or producer of these bytes is: as long as {@link #retained} says the same, and until it is taken. */
    int find(byte[] key, int start, int length);

    /** Changes whenever something was forgotten. */
    int retained();

    /**
     * Takes note of an event, unless nothing may be remembered of it.
     *
     * @param found what {@link #find} says of the key, or said before others were taken
     * @param key has the exact bytes of the id or of the producer, from {@code start} on
     * @param sequence the producer's number; anything for an id
     * @param time the event's, in milliseconds since 1970-01-01T00:00:00Z; not before {@code horizon}
     * @param horizon what was last seen before this time counts as forgotten; it never goes back
     */
    Known take(int found, byte[] key, int start, int length, long sequence, long time, long horizon);

    /** Forgets what was last seen before this time. */
    void forget(long horizon);

    /** How many ids or producers are remembered, some of which may count as forgotten. */
    int size();

    /** How many bytes {@link #write} writes. */
    long writtenBytes();

    void write(ByteBuffer out);
}
