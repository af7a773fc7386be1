package dev.weir.stack;

/** A server's files can't be fetched or unpacked: check the network or Maven's settings, then try again. */
public final class ArtifactUnavailableException extends StackException {
    private static final long serialVersionUID = 1L;

    ArtifactUnavailableException(String message, Throwable cause) {
        super("STACK-001", message, cause);
    }

    ArtifactUnavailableException(String message) {
        super("STACK-001", message);
    }
}
