package dev.weir.pipeline;

/** What was named isn't there; the message says what is. */
public final class NotFoundException extends Exception {

    public NotFoundException(String message) {
        super(message);
    }
}
