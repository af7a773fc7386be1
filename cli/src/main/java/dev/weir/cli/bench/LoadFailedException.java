package dev.weir.cli.bench;

/** Events couldn't be sent; what was measured until then says nothing. */
public final class LoadFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    LoadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
