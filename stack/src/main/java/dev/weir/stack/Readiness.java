package dev.weir.stack;

import java.util.Optional;

/** Asks a server over its own protocol whether it can do its work. */
@FunctionalInterface
public interface Readiness {
    /** Ready as soon as the process runs. */
    Readiness IMMEDIATE = Optional::empty;

    /**
     * Asks once, taking at most a few seconds.
     *
     * @return what is missing; empty when the server is ready
     */
    Optional<String> missing();
}
