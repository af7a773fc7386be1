package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What one partition remembers of the identities that it has seen. */
sealed interface Memory permits IdMemory, SequenceMemory {

    /** The ids or producers that are remembered, some of which may count as forgotten; only to look for them. */
    KeyTable keys();

    /**
     * Takes note of an event, unless nothing may be remembered of it.
     *
     * @param found its entry among {@link #keys}, or {@link KeyTable#ABSENT} if it has none or wasn't looked for
     * @param key has the exact bytes of the id or of the producer, from {@code start} on
     * @param sequence the producer's number; anything for an id
     * @param time the event's, in milliseconds since 1970-01-01T00:00:00Z; not before {@code horizon}
     * @param horizon what was last seen before this time counts as forgotten; it never goes back
     */
    Known take(int found, byte[] key, int start, int length, long sequence, long time, long horizon);

    /** The entry of the event that was taken last; {@link KeyTable#ABSENT} if it has none. */
    int entry();

    /**
     * Forgets what was last seen before this time; of no fate that makes a difference.
     *
     * @param held entries that stay all the same
     * @return the new entry by the old one, or {@link KeyTable#ABSENT}; null if it isn't worth it
     */
    int @Nullable [] forget(long horizon, IntPredicate held);

    /** Forgets all that was last seen before this time. */
    void forgetAll(long horizon);

    /** How many bytes {@link #write} writes. */
    long writtenBytes();

    void write(ByteBuffer out);
}
