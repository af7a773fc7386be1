package dev.weir.contract.registry;

/** The registry can't be reached or fails. Retry later; nothing may be decided without it. */
public final class RegistryUnavailableException extends Exception {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
