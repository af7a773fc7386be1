package dev.weir.contract.registry;

/**
 * The registry works but refuses a schema, or holds one under the subject that isn't a stream's: somebody else writes
 * there, or compatibility wasn't checked before. Don't retry; a person must look.
 */
public final class RegistryConflictException extends RuntimeException {

    public RegistryConflictException(String message) {
        super(message);
    }

    public RegistryConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
