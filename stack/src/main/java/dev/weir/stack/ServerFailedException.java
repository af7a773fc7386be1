package dev.weir.stack;

/** A server did not start, stop or answer: read the lines of its log in the message. */
public final class ServerFailedException extends StackException {
    private static final long serialVersionUID = 1L;

    ServerFailedException(String message) {
        super("STACK-002", message);
    }

    ServerFailedException(String message, Throwable cause) {
        super("STACK-002", message, cause);
    }
}
