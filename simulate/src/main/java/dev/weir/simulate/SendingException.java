package dev.weir.simulate;

/** Nothing more can be sent; the message says why and what to do. */
public final class SendingException extends Exception {
    private static final long serialVersionUID = 1L;

    public SendingException(String message) {
        super(message);
    }

    public SendingException(String message, Throwable cause) {
        super(message, cause);
    }
}
