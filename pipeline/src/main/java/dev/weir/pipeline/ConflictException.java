package dev.weir.pipeline;

/** What was asked would break what is there: an incompatible schema, or state that the new plan has no place for. */
public final class ConflictException extends Exception {

    public ConflictException(String message) {
        super(message);
    }

    public ConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
