package dev.weir.cli.publish;

/** The door takes nothing of what is sent, or can't be reached for long; the message says why and what was stored. */
public final class DoorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    DoorException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of its answer; 503 if none came. */
    public int status() {
        return status;
    }
}
