package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/** What has been read of a record so far, by position. Not thread-safe: one a record. */
final class StructMembers {

    private final @Nullable Object[] values;
    private final boolean[] present;

    StructMembers(int fields) {
        values = new Object[fields];
        present = new boolean[fields];
    }

    /** Whether there is something, be it null. */
    boolean has(int position) {
        return present[position];
    }

    @Nullable
    Object at(int position) {
        return values[position];
    }

    void put(int position, @Nullable Object value) {
        values[position] = value;
        present[position] = true;
    }

    /** All values; the caller owns them, and puts nothing more. */
    @Nullable
    Object[] values() {
        return values;
    }
}
