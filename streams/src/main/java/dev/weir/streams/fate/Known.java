package dev.weir.streams.fate;

/** What the memory of identities says of an event. */
enum Known {
    /** Not seen before. */
    NEW,
    /** Seen before. */
    REPEAT,
    /** Of a sequence that is older than what is tracked: it may have been seen before or not. */
    UNTRACKED,
    /** From before its producer started again: it may have been seen before or not. */
    RESTARTED
}
