package dev.weir.streams.memory;

/** The failure that a test asked for. */
public final class CrashException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CrashException() {
        super("The test lets the job fail here");
    }
}
