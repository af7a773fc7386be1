package dev.weir.streams.catalog;

/** A stream that SQL wants to create can't be had as it is written; a person mends the statement. */
public final class StreamRefusedException extends Exception {

    /** @param message where, what was expected, what was found and what to do */
    public StreamRefusedException(String message) {
        super(message);
    }

    public StreamRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
