package dev.weir.pipeline.query;

/** A query was sound but broke off; the message says why. */
public final class QueryFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean serverAway;

    QueryFailedException(String message, boolean serverAway, Throwable cause) {
        super(message, cause);
        this.serverAway = serverAway;
    }

    /** Whether it may succeed once a server is back; otherwise the query or what it reads must change. */
    public boolean serverAway() {
        return serverAway;
    }
}
