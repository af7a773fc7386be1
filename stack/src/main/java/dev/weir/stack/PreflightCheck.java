package dev.weir.stack;

/**
 * One thing that was looked at before starting.
 *
 * @param found what there is, in words
 * @param remedy what to do about it; empty when all is well
 */
public record PreflightCheck(String name, Result result, String found, String remedy) {

    /** Whether the servers can run. */
    public enum Result {
        FINE,
        /** They may run, but not well. */
        WARNING,
        /** They can't run. */
        FAILED
    }
}
