package dev.weir.streams.rollup;

import dev.weir.streams.fate.KeyTable;

/** Who numbers and remembers groups already, so that a roll-up needn't do it once more. */
public interface GroupLender {

    /** The groups by number; it's only looked at. */
    KeyTable table();

    /** @param key the exact bytes of a group that a state has */
    int findOrAdd(byte[] key);
}
