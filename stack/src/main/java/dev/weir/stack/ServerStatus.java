package dev.weir.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be seen of one server from outside.
 *
 * @param name {@link ServerName#id}, or the name of a further {@link ManagedProcess}
 * @param pid absent unless the process runs
 * @param residentBytes memory in RAM including child processes; absent where the system doesn't tell
 * @param address where to reach it, for people and clients
 */
public record ServerStatus(
        String name,
        State state,
        OptionalLong pid,
        List<Integer> ports,
        OptionalLong residentBytes,
        Optional<Duration> uptime,
        String address) {

    /** Whether a server does its work. */
    public enum State {
        /** Its process runs and answers over its own protocol. */
        READY,
        /** Its process runs but does not answer (yet). */
        NOT_READY,
        /** Was started and is gone: {@link LocalStack#up} brings it back. */
        DEAD,
        /** Not started, or stopped. */
        STOPPED
    }

    public ServerStatus {
        ports = List.copyOf(ports);
    }
}
