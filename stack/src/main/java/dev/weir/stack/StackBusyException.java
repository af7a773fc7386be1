package dev.weir.stack;

/** Another process starts or stops the same stack right now, or it runs with other settings. */
public final class StackBusyException extends StackException {
    private static final long serialVersionUID = 1L;

    StackBusyException(String message) {
        super("STACK-003", message);
    }
}
