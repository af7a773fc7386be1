package dev.weir.stack;

/** Something keeps the local servers from doing what was asked. The message says what to do about it. */
public sealed class StackException extends RuntimeException
        permits ArtifactUnavailableException, ServerFailedException, StackBusyException {
    private static final long serialVersionUID = 1L;

    private final String code;

    StackException(String code, String message, Throwable cause) {
        super(code + " " + message, cause);
        this.code = code;
    }

    StackException(String code, String message) {
        super(code + " " + message);
        this.code = code;
    }

    /** A stable name of the problem, such as {@code STACK-002}. */
    public String code() {
        return code;
    }
}
