package dev.weir.stack;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One server as the supervisor sees it, and what it may do to it. */
interface WatchedServer {

    /**
     * What the operating system says of the server's process.
     *
     * @param pid 0 unless the process is there
     * @param cpu the CPU time that it has taken so far
     */
    record Sight(State state, long pid, Duration cpu) {
        static final Sight UNWANTED = new Sight(State.UNWANTED, 0, Duration.ZERO);
        static final Sight DEAD = new Sight(State.DEAD, 0, Duration.ZERO);
    }

    /** Whether a server's process is there. */
    enum State {
        /** Never started, or stopped on purpose. */
        UNWANTED,
        /** Was started and is gone. */
        DEAD,
        /** There, but stopped by a signal, so that it does nothing. */
        PAUSED,
        RUNNING
    }

    String name();

    /** The names of the servers that it can't do without. */
    Set<String> needs();

    Sight look();

    /** Asks it over its own protocol, taking at most a few seconds; called from another thread than the rest. */
    Optional<String> missing();

    /** How long it may take from its start to its first answer. */
    Duration startTimeout();

    /**
     * Starts it if it is still dead and wanted, without waiting until it is ready.
     *
     * @return false if somebody else starts or stops servers just now
     * @throws StackException if it can't be started
     * @throws UncheckedIOException if what it needs for that can't be written
     */
    boolean start();

    /** Called when it answers for the first time. */
    void answered();

    /**
     * Looks once more and ends the process with SIGKILL if it is still that one, and still paused or without an answer.
     *
     * @return false if it is not, or somebody else starts or stops servers just now
     */
    boolean kill(long pid);
}
